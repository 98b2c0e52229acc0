const importOfAll = /^import \{ ([^}]*) \} from 'antd'$/gm

const fileOf = (name: string): string => `antd/es/${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`

/**
 * `import { Button, type MenuProps } from 'antd'` as an import of `antd/es/button` alone. The names that start in lower case are
 * objects that carry functions (`theme`), and lie where components lie.
 */
export function importParts(code: string): string {
  return code.replaceAll(importOfAll, (_whole, names: string) =>
    names
      .split(', ')
      .map((entry) => {
        if (entry.startsWith('type ')) return `import type { ${entry.slice('type '.length)} } from 'antd';`
        const [name = '', alias = name] = entry.split(' as ')
        return `import ${alias} from '${fileOf(name === 'QRCode' ? 'QrCode' : name)}';`
      })
      .join(' '),
  )
}

/**
 * Names to the bundler which parts of Ant Design a module uses. Through its index each would lead to all of them, and what only
 * some dialogs need (calendars, forms, QR codes) would be loaded with the window's start.
 */
export function antDesignParts() {
  return {
    name: 'ant-design-parts',
    apply: 'build' as const,
    enforce: 'pre' as const,
    transform(code: string, id: string): { code: string; map: null } | undefined {
      return /\/renderer\/.*\.tsx?$/.test(id) && code.includes("from 'antd'") ? { code: importParts(code), map: null } : undefined
    },
  }
}
