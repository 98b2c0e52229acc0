import { describe, expect, it } from 'vitest'
import { usedRules } from './ant-design-rules.ts'

const squeezed = (sheet: string): string => usedRules(sheet).replaceAll(/\s+/g, '')

describe("the part of Ant Design's style sheet that the window needs", () => {
  it('has the rules of what is used, and of the icons in it', () => {
    const sheet = '.ant-btn-primary:hover{color:red}.ant-select .anticon{color:red}.anticon svg{display:inline}'
    expect(squeezed(sheet)).toBe(sheet.replaceAll(' ', ''))
  })

  it('has no rule of what is not used, nor of what is used only inside that', () => {
    expect(squeezed('.ant-tree-node{color:red}.ant-table .ant-checkbox{color:red}.css-var-x{--a:1}')).toBe('')
  })

  it('tells a part from another whose name begins alike', () => {
    expect(squeezed('.ant-tag-blue{color:red}.ant-tags{color:red}.ant-input-number-handler{color:red}')).toBe('.ant-tag-blue{color:red}.ant-input-number-handler{color:red}')
  })

  it('keeps of a rule for several the selectors that are needed', () => {
    expect(squeezed('.ant-tree,.ant-btn{color:red}')).toBe('.ant-btn{color:red}')
  })

  it('leaves out a condition with nothing in it, and frames that nothing plays', () => {
    const sheet = '@media(min-width:1px){.ant-tree{color:red}}@keyframes unused{to{opacity:1}}@keyframes turn{to{opacity:1}}.ant-spin{animation:turn 1s}'
    expect(squeezed(sheet)).toBe('@keyframesturn{to{opacity:1}}.ant-spin{animation:turn1s}')
  })

  it("does not repeat the size of boxes, which the window's own sheet gives to everything", () => {
    expect(squeezed('.ant-btn [class^="ant-btn"]{box-sizing:border-box;}.ant-btn{box-sizing:border-box;color:red}')).toBe('.ant-btn{box-sizing:border-box;color:red}')
  })
})
