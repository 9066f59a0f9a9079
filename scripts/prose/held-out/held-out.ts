/** Makes texts in which nobody is named, of kinds that offices send to assistants: what is found in them is found wrongly. */
import { type Chance, createChance, pick } from '../random.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { de as secondDe } from './second/de.ts'
import { en as secondEn } from './second/en.ts'
import { es as secondEs } from './second/es.ts'
import { fr as secondFr } from './second/fr.ts'
import { it as secondIt } from './second/it.ts'
import { nl as secondNl } from './second/nl.ts'

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

/**
 * Settings were picked by the first set, and shapes added to the training after what it showed; the second one was written
 * afterwards and is read for the result alone.
 */
export type HeldOutSet = 'first' | 'second'

interface Contents {
  languages: Record<string, HeldOutTexts>
  /** How often each template is filled. */
  fillings: number
}

const sets: Record<HeldOutSet, Contents> = {
  first: { languages: { en, de, fr, es, it, nl }, fillings: 3 },
  second: {
    languages: { en: secondEn, de: secondDe, fr: secondFr, es: secondEs, it: secondIt, nl: secondNl },
    fillings: 2,
  },
}
const seed = 88_213

/** The same ones every time. */
export function heldOutTexts(set: HeldOutSet): HeldOutText[] {
  const chance = createChance(seed)
  const { languages, fillings } = sets[set]
  return Object.entries(languages).flatMap(([language, { words, texts }]) =>
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
