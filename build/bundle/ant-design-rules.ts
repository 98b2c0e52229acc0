import { readFile } from 'node:fs/promises'
import postcss, { type AtRule, type Rule } from 'postcss'

/** The class names that each part of Ant Design writes, by its folder there, without `ant-`. What the window does not use is not listed. */
const classesOf: Readonly<Record<string, readonly string[]>> = {
  alert: ['alert'],
  app: ['app'],
  button: ['btn'],
  checkbox: ['checkbox'],
  collapse: ['collapse'],
  'date-picker': ['picker'],
  dropdown: ['dropdown'],
  empty: ['empty'],
  form: ['form'],
  grid: ['row', 'col'],
  input: ['input', 'otp'],
  'input-number': ['input-number'],
  menu: ['menu'],
  message: ['message'],
  modal: ['modal'],
  notification: ['notification'],
  popover: ['popover'],
  'qr-code': ['qrcode'],
  radio: ['radio'],
  segmented: ['segmented'],
  select: ['select'],
  skeleton: ['skeleton'],
  space: ['space'],
  spin: ['spin'],
  switch: ['switch'],
  tabs: ['tabs'],
  tag: ['tag'],
  tooltip: ['tooltip'],
}
/** How things come and go, which all parts share. */
const sharedClasses = ['fade', 'motion', 'move', 'slide', 'wave', 'zoom']
const keptClasses = [...Object.values(classesOf).flat(), ...sharedClasses]

const classPattern = /\.ant-([a-z-]+)/g

function isKept(selector: string): boolean {
  const names = [...selector.matchAll(classPattern)].map((match) => match[1] ?? '')
  if (names.length === 0) return selector.includes('anticon')
  return names.every((name) => keptClasses.some((kept) => name === kept || name.startsWith(`${kept}-`)))
}

/** The window's own sheet says so of everything. */
const saysNothingNew = (rule: Rule): boolean =>
  rule.nodes.every((node) => node.type === 'decl' && node.prop === 'box-sizing' && node.value === 'border-box')

const isFrame = ({ parent }: Rule): boolean => parent?.type === 'atrule' && (parent as AtRule).name === 'keyframes'

/**
 * The part of Ant Design's style sheet that the window needs. A rule of a part that is not used would still be asked of every
 * element that is drawn.
 */
export function usedRules(sheet: string): string {
  const root = postcss.parse(sheet)
  root.walkRules((rule) => {
    if (isFrame(rule)) return
    const kept = rule.selectors.filter(isKept)
    if (kept.length === 0 || saysNothingNew(rule)) rule.remove()
    else rule.selectors = kept
  })
  const used = new Set<string>()
  root.walkDecls(/^animation(-name)?$/, (declaration) => {
    for (const word of declaration.value.split(/[\s,]+/)) used.add(word)
  })
  root.walkAtRules((rule) => {
    if (rule.name === 'keyframes' ? !used.has(rule.params) : rule.nodes?.length === 0) rule.remove()
  })
  return root.toString()
}

interface Chunk {
  readonly modules?: Readonly<Record<string, { readonly renderedLength: number }>>
}

/** The parts of Ant Design whose styles are in what was bundled. */
function bundledParts(bundle: Readonly<Record<string, Chunk>>): ReadonlySet<string> {
  const parts = new Set<string>()
  for (const { modules = {} } of Object.values(bundle)) {
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const part = /\/antd\/es\/([\w-]+)\/style\/index\.js$/.exec(id)?.[1]
      if (part !== undefined && renderedLength > 0) parts.add(part)
    }
  }
  return parts
}

/**
 * Ant Design's rules come as a file that was written when it was published, and not from its functions at run time: to write them
 * anew took a quarter of the work of showing the window. Its colours and sizes are variables, which the theme sets at run time.
 * The build fails when a part is used whose rules are left out.
 */
export function antDesignRules() {
  return {
    name: 'ant-design-rules',
    enforce: 'pre' as const,
    async load(id: string): Promise<string | undefined> {
      return id.endsWith('/antd/dist/antd.css') ? usedRules(await readFile(id, 'utf8')) : undefined
    },
    generateBundle(_options: unknown, bundle: Readonly<Record<string, Chunk>>): void {
      const parts = bundledParts(bundle)
      const missing = [...parts].filter((part) => classesOf[part] === undefined)
      const unused = Object.keys(classesOf).filter((part) => !parts.has(part))
      if (missing.length > 0 || unused.length > 0)
        throw new Error(`build/bundle/ant-design-rules.ts keeps other parts of Ant Design than the window uses: missing ${missing.join(', ') || 'none'}, unused ${unused.join(', ') || 'none'}`)
    },
  }
}
