/** Makes the pseudo-language: English, accented and longer, so that text outside the catalogues and too narrow places show. */
import type { Catalogue } from './catalogues.ts'
import { type Piece, parseMessage } from './format.ts'
import { en } from './messages/en.ts'

const accented = new Map(
  [...'aeiouycnAEIOUCN'].map((letter, at) => [letter, [...'áéíóúýçñÁÉÍÓÚÇÑ'][at] ?? letter]),
)

/** `Nothing left` → `[Ñóthíñg léft··]`; arguments and cases stay. */
export function accentMessage(text: string): string {
  const padding = '·'.repeat(Math.ceil(text.replaceAll(/\{[^}]*\}/g, '').length / 4))
  return `[${parseMessage(text).map(written).join('')}${padding}]`
}

function written(piece: Piece): string {
  if (typeof piece === 'string') return [...piece].map((letter) => accented.get(letter) ?? letter).join('')
  if (piece.kind === 'argument') return `{${piece.name}}`
  if (piece.kind === 'strong') return `<b>${piece.pieces.map(written).join('')}</b>`
  const cases = [...piece.cases].map(([key, pieces]) => `${key} {${pieces.map(written).join('')}}`)
  return `{${piece.name}, ${piece.by}, ${cases.join(' ')}}`
}

export const pseudo = Object.fromEntries(
  Object.entries(en).map(([key, text]) => [key, accentMessage(text)]),
) as unknown as Catalogue
