/** Promises of the style sheet: readable in both themes, and named by its hash. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { pageStyle, pageStyleHash, themes } from '../../../gateway/core/pages/style.ts'

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

for (const [name, theme] of Object.entries(themes)) {
  test(`in the ${name} theme every text has a contrast of 4.5 : 1 on both grounds`, () => {
    for (const ground of [theme.ground, theme.raised]) {
      for (const text of [theme.ink, theme.quiet, theme.accent, theme.now, theme.soon]) {
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  })
}

test('the words on a button have a contrast of 4.5 : 1', () => {
  expect(contrast('#ffffff', themes.light.accent)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(themes.dark.ground, themes.dark.accent)).toBeGreaterThanOrEqual(4.5)
})

test('the hash is that of the sheet, so that a browser takes this sheet and no other', () => {
  expect(pageStyleHash).toBe(`sha256-${createHash('sha256').update(pageStyle).digest('base64')}`)
})

test('the sheet asks nobody for anything: no font, image or import from elsewhere', () => {
  expect(pageStyle).not.toMatch(/url\(|@import|https?:/)
})
