/** Last segment of a key or prefix, with the `/` of a prefix. An odd key such as `a//` still has a name to show. */
export function nameOf(key: string): string {
  const end = key.endsWith('/') ? key.length - 1 : key.length
  // A negative start would count as 0 and find the slash there.
  return end <= 0 ? key : key.slice(key.lastIndexOf('/', end - 1) + 1)
}

/** Prefix one level up; empty for the root. */
export function parentPrefix(keyOrPrefix: string): string {
  const end = keyOrPrefix.endsWith('/') ? keyOrPrefix.length - 1 : keyOrPrefix.length
  return end <= 0 ? '' : keyOrPrefix.slice(0, keyOrPrefix.lastIndexOf('/', end - 1) + 1)
}

/** `2026/lisbon/` as `[{name: '2026', prefix: '2026/'}, …]`. */
export function prefixSegments(prefix: string): readonly { readonly name: string; readonly prefix: string }[] {
  const segments: { name: string; prefix: string }[] = []
  let from = 0
  for (;;) {
    const slash = prefix.indexOf('/', from)
    if (slash === -1) break
    segments.push({ name: prefix.slice(from, slash), prefix: prefix.slice(0, slash + 1) })
    from = slash + 1
  }
  if (from < prefix.length) segments.push({ name: prefix.slice(from), prefix })
  return segments
}

const tailLength = 8
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** Every character its own cluster: printable ASCII. */
const isPlain = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text)

/**
 * A name as a head that may be cut and a tail that never is, so that truncation happens in the middle and the extension
 * stays. Splits between grapheme clusters, not inside an emoji.
 */
export function splitName(name: string): { readonly head: string; readonly tail: string } {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.length - dot : 0
  const wanted = extension > 0 ? extension + 3 : tailLength
  if (name.length <= wanted + 4) return { head: name, tail: '' }
  let cut = name.length - wanted
  if (!isPlain(name)) {
    for (const { index, segment } of graphemes.segment(name.slice(0, cut + 24))) {
      if (index + segment.length > cut) {
        cut = index
        break
      }
    }
  }
  // A blank at the start of the tail would look like a hole behind the dots.
  while (/\s/u.test(name.charAt(cut)) && cut < name.length - 1) cut++
  return { head: name.slice(0, cut), tail: name.slice(cut) }
}

export type FileKind = 'image' | 'video' | 'audio' | 'text' | 'code' | 'data' | 'archive' | 'document' | 'other'

const kinds: Readonly<Record<Exclude<FileKind, 'other'>, string>> = {
  image: 'jpg jpeg png gif webp avif bmp svg ico heic heif tif tiff raw cr2 nef psd',
  video: 'mp4 m4v mov webm mkv avi flv wmv ts m3u8',
  audio: 'mp3 m4a aac wav flac ogg oga opus wma',
  text: 'txt md markdown log rst tex srt vtt ini conf cfg env properties gitignore',
  code: 'ts tsx js jsx mjs cjs json json5 yaml yml toml xml html htm css scss less py go rs java kt c h cc cpp hpp cs rb php sh bash zsh ps1 sql swift vue svelte proto gradle lua pl r dart',
  data: 'csv tsv jsonl ndjson parquet avro orc db sqlite',
  archive: 'zip tar gz tgz bz2 xz zst 7z rar jar war iso dmg deb rpm',
  document: 'pdf doc docx xls xlsx ppt pptx odt ods odp epub rtf',
}
/** Every kind of file, in the order they are offered. */
export const fileKinds: readonly FileKind[] = ['image', 'video', 'audio', 'document', 'text', 'code', 'data', 'archive', 'other']

/** The extensions that make a kind; none for "other". */
export const extensionsOfKind = (kind: FileKind): readonly string[] => (kind === 'other' ? [] : kinds[kind].split(' '))

const kindByExtension: ReadonlyMap<string, FileKind> = new Map(
  Object.entries(kinds).flatMap(([kind, extensions]) => extensions.split(' ').map((extension) => [extension, kind as FileKind])),
)

export function extensionOf(name: string): string {
  const base = nameOf(name)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(dot + 1).toLowerCase() : ''
}

/** Judged by the extension alone: a list must not ask for every object's Content-Type. */
export function fileKind(name: string): FileKind {
  return kindByExtension.get(extensionOf(name)) ?? (/^(readme|license|makefile|dockerfile|changelog)$/i.test(nameOf(name)) ? 'text' : 'other')
}
