import { ossError, type OssError } from '../../../model/oss-error.ts'
import type { XmlElement } from '../../xml/parse-xml.ts'

/** A value that OSS does not take. `ec` is the cause code that OSS documents for it, where it does. */
export function refuseValue(name: string, value: string, message: string, ec?: string): OssError {
  return ossError('InvalidArgument', { message, details: { ArgumentName: name, ArgumentValue: value }, ...withCause(ec) })
}

/** A document of another form than OSS's. */
export function refuseForm(message: string, ec?: string): OssError {
  return ossError('MalformedXML', { message, ...withCause(ec) })
}

/** What asks for something that is not built. Ignoring it would answer success for work that is never done. */
export function refuseUnbuilt(name: string, message: string): OssError {
  return ossError('NotImplemented', { message, details: { ArgumentName: name } })
}

/** @throws OssError MalformedXML for a child that the element does not have */
export function assertChildren(element: XmlElement, name: string, known: readonly string[], causes: Readonly<Record<string, string>> = {}): void {
  for (const child in element) {
    if (!known.includes(child)) throw refuseForm(`The ${name} element does not support the ${child} element.`, causes[child])
  }
}

function withCause(ec: string | undefined): { readonly ec?: string } {
  return ec === undefined ? {} : { ec }
}
