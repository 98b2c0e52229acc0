import { describe, expect, it } from 'vitest'
import { importParts } from './ant-design-parts.ts'

describe('an import of Ant Design', () => {
  it('is one of each part for itself', () => {
    expect(importParts("import { Button, DatePicker, QRCode } from 'antd'\n")).toBe("import Button from 'antd/es/button'; import DatePicker from 'antd/es/date-picker'; import QRCode from 'antd/es/qr-code';\n")
  })

  it('keeps other names and types', () => {
    expect(importParts("import { App as AntApp, theme as antdTheme, type InputRef } from 'antd'")).toBe("import AntApp from 'antd/es/app'; import antdTheme from 'antd/es/theme'; import type { InputRef } from 'antd';")
  })

  it.each(["import enUS from 'antd/locale/en_US'", "import type { MenuProps } from 'antd'", "import 'antd/dist/antd.css'"])('of another kind stays: %s', (code) => {
    expect(importParts(code)).toBe(code)
  })
})
