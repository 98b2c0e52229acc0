import { isActionOption } from './model/action-words.ts'

/** An action in a list: its name, and what it lets somebody do. */
function ActionLine({ option }: { readonly option: object }) {
  if (!isActionOption(option)) return null
  const { label, words } = option
  return (
    <span className="action-line">
      <span>{label}</span>
      <span className="is-secondary">{words}</span>
    </span>
  )
}

/** How lists of actions draw their entries. */
export const renderAction = ({ data }: { readonly data: object }) => <ActionLine option={data} />
