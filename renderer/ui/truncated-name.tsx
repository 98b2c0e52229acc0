import { splitName } from './names.ts'

/** A name cut in the middle when there is no room, so that its extension is always seen. The whole name is in the tooltip. */
export function TruncatedName({ name, className }: { readonly name: string; readonly className?: string }) {
  const { head, tail } = splitName(name)
  return (
    <span className={className === undefined ? 'name' : `name ${className}`} title={name}>
      {tail === '' ? (
        <span className="name-head">{head}</span>
      ) : (
        <>
          {/* Read out as one word: two boxes beside each other would be two. */}
          <span className="visually-hidden">{name}</span>
          <span className="name-head" aria-hidden>
            {head}
          </span>
          <span className="name-tail" aria-hidden>
            {tail}
          </span>
        </>
      )}
    </span>
  )
}
