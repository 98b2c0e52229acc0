import type { EngineDependencies } from '../dependencies.ts'
import { abortMultipartUpload } from './abort-multipart-upload.ts'
import { completeMultipartUpload } from './complete-multipart-upload.ts'
import { initiateMultipartUpload } from './initiate-multipart-upload.ts'
import { listMultipartUploads } from './list-multipart-uploads.ts'
import { listParts } from './list-parts.ts'
import type { MultipartEngine } from './multipart-engine.ts'
import { uploadPartCopy } from './upload-part-copy.ts'
import { uploadPart } from './upload-part.ts'

export function createMultipartEngine(deps: EngineDependencies): MultipartEngine {
  return {
    initiateMultipartUpload: (input) => initiateMultipartUpload(deps, input),
    uploadPart: (input) => uploadPart(deps, input),
    uploadPartCopy: (input) => uploadPartCopy(deps, input),
    completeMultipartUpload: (input) => completeMultipartUpload(deps, input),
    abortMultipartUpload: (input) => abortMultipartUpload(deps, input),
    listParts: async (input) => listParts(deps, input),
    listMultipartUploads: async (input) => listMultipartUploads(deps, input),
  }
}
