import { splitName } from './names.ts'

/** A name cut in the middle when there is no room, so that its extension is always seen. The whole name is in the tooltip. */
export function TruncatedName({ name, className }: { readonly name: string; readonly className?: string }) {
  const { head, tail } = splitName(name)
  return (
    <span className={className === undefined ? 'name' : `name ${className}`} title={name}>
      <span className="name-head">{head}</span>
      {tail === '' ? null : <span className="name-tail">{tail}</span>}
    </span>
  )
}
