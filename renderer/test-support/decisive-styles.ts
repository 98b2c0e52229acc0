/** What decides whether a test finds an element and may click it; nothing here is laid out or painted, so no other property is asked for. */
const decisive = ['display', 'visibility', 'pointer-events']

function decisiveText(rules: Iterable<CSSRule>): string {
  return [...rules].map(decisiveRule).join('')
}

function decisiveRule(rule: CSSRule): string {
  if ('selectorText' in rule) {
    const { selectorText, style } = rule as CSSStyleRule
    const declarations = decisive.flatMap((name) => {
      const value = style.getPropertyValue(name)
      const priority = style.getPropertyPriority(name)
      return value === '' ? [] : [`${name}: ${value}${priority === '' ? '' : ` !${priority}`};`]
    })
    return declarations.length === 0 ? '' : `${selectorText} { ${declarations.join(' ')} }\n`
  }
  // Frames of an animation have rules, and no condition.
  if (!('conditionText' in rule)) return ''
  const { cssRules, conditionText } = rule as CSSConditionRule
  const inner = decisiveText(cssRules)
  return inner === '' ? '' : `@${rule.type === CSSRule.SUPPORTS_RULE ? 'supports' : 'media'} ${conditionText} { ${inner} }\n`
}

// The window's tests share what they import, and each file of them sets up anew.
const prepared = new WeakSet<HTMLStyleElement>()

/**
 * Takes from every style element the rules that decide nothing here. A question for an element by its role and name asks for the
 * styles of all that could have them and of all around those, and the test document reads with each the some hundred variables that
 * Ant Design sets.
 */
export function keepDecisiveStyles(): void {
  if (prepared.has(HTMLStyleElement.prototype)) return
  prepared.add(HTMLStyleElement.prototype)
  const whole = Object.getOwnPropertyDescriptor(HTMLStyleElement.prototype, 'sheet')
  if (whole?.get === undefined) throw new Error('A style element without a style sheet')
  // A sheet gets a new list of rules with each new text.
  const kept = new WeakMap<CSSRuleList, CSSStyleSheet>()
  function decisiveSheet(this: HTMLStyleElement): CSSStyleSheet | null {
    const sheet = whole?.get?.call(this) as CSSStyleSheet | null
    if (sheet === null) return null
    const known = kept.get(sheet.cssRules)
    if (known !== undefined) return known
    const made = new CSSStyleSheet()
    made.replaceSync(decisiveText(sheet.cssRules))
    kept.set(sheet.cssRules, made)
    return made
  }
  Object.defineProperty(HTMLStyleElement.prototype, 'sheet', { configurable: true, get: decisiveSheet })
}
