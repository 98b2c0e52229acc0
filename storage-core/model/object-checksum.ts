/** The kinds of `x-amz-checksum-*` (AWS documentation, "Checking object integrity"). */
export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** How many bytes each makes. */
export const checksumLengths: Readonly<Record<ChecksumAlgorithm, number>> = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 }

/** Of all bytes, or of the checksums of the parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

/** What a multipart upload is to have, said when it begins. */
export interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm
  readonly type: ChecksumType
}

/** What the S3 dialect keeps of an object beside the MD5 and CRC-64 that OSS has of everything. */
export interface ObjectChecksum extends UploadChecksum {
  /** Base64; a composite one ends with `-` and the number of parts. */
  readonly value: string
  /** Of a composite one. */
  readonly parts?: readonly ChecksummedPart[]
}

export interface ChecksummedPart {
  readonly sizeBytes: number
  /** Base64. */
  readonly value: string
}

/** One part's own checksum. */
export interface PartChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64. */
  readonly value: string
}

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return checksumAlgorithms.some((algorithm) => algorithm === name)
}

/** What documents of S3 call one: `ChecksumCRC32`, `ChecksumSHA256`, … */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`
}
