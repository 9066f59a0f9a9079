/** Makes texts in which nobody is named, of kinds that offices send to assistants: what is found in them is found wrongly. */
import { type Chance, createChance, pick } from '../random.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'

/** Templates and words of one language. No word list of the training is made from them, and no template is shared with it. */
export interface HeldOutTexts {
  /** By slot: words divided by `|`. */
  words: Record<string, string>
  /** Each behind a line `# kind`. `{good}` is a word of that slot, `{##}` a number of so many digits. */
  texts: string
}

export interface HeldOutText {
  language: string
  kind: string
  text: string
}

/** How often each template is filled. */
const fillings = 3
const seed = 88_213

/** The same ones every time. */
export function heldOutTexts(): HeldOutText[] {
  const chance = createChance(seed)
  return Object.entries({ en, de, fr, es, it, nl }).flatMap(([language, { words, texts }]) =>
    texts
      .trim()
      .split(/^# /m)
      .slice(1)
      .flatMap((part) => {
        const [kind, ...lines] = part.trimEnd().split('\n')
        const template = lines.join('\n')
        return Array.from({ length: fillings }, () => ({
          language,
          kind: kind!,
          text: fill(template, words, chance),
        }))
      }),
  )
}

function fill(template: string, words: Record<string, string>, chance: Chance): string {
  return template.replace(/\{([a-z]+|#[#0]*)\}/g, (_, slot: string) => {
    if (!slot.startsWith('#')) return pick(chance, words[slot]!.split('|'))
    return slot.replaceAll('#', () => String(1 + Math.floor(chance() * 9)))
  })
}
