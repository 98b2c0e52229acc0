import {
  File,
  FileArchive,
  FileCode,
  FileHeadphone,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileType,
  FileVideoCamera,
  Folder,
  type LucideIcon,
} from 'lucide-react'
import type { FileKind } from './names.ts'

const icons: Readonly<Record<FileKind, LucideIcon>> = {
  image: FileImage,
  video: FileVideoCamera,
  audio: FileHeadphone,
  text: FileText,
  code: FileCode,
  data: FileSpreadsheet,
  archive: FileArchive,
  document: FileType,
  other: File,
}

export function FileIcon({ kind }: { readonly kind: FileKind | 'folder' }) {
  if (kind === 'folder') return <Folder size={16} className="icon icon-folder" aria-hidden />
  const Icon = icons[kind]
  return <Icon size={16} className="icon" aria-hidden />
}
