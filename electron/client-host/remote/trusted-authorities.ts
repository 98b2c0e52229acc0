import tls from 'node:tls'

/** Option of a TLS connection: the usual authorities and one more. Naming any replaces the usual ones, hence all of them. */
export function trustedAuthorities(caCertificate: string | undefined): { readonly ca?: string[] } {
  return caCertificate === undefined || caCertificate === '' ? {} : { ca: [...tls.rootCertificates, caCertificate] }
}
