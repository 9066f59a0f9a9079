/** Knows the languages, chooses one, and brings its messages: each is a file of its own, loaded when it is needed. */
import type { en } from './messages/en.ts'

export type MessageKey = keyof typeof en
export type Catalogue = Readonly<Record<MessageKey, string>>

export const languages = ['en', 'de', 'es', 'fr'] as const
/** `pseudo` is English with accents, in which what no catalogue holds stands out. */
export type Language = (typeof languages)[number] | 'pseudo'

/** What each calls itself. */
export const languageNames: Readonly<Record<(typeof languages)[number], string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
}

const chosenKey = 'gatehouse-language'

/** Chosen here before, or the first that the browser asks for and we have. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(chosenKey)
  const known = [...languages, 'pseudo'] as const
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return wanted.map((tag) => known.find((each) => each === tag)).find((each) => each !== undefined) ?? 'en'
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(chosenKey, language)
}

/** For Intl: with the country that the browser names, where it names this language. */
export function localeOf(language: Language): string {
  if (language === 'pseudo') return 'en'
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language
}

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'en':
      return (await import('./messages/en.ts')).en
    case 'de':
      return (await import('./messages/de.ts')).de
    case 'es':
      return (await import('./messages/es.ts')).es
    case 'fr':
      return (await import('./messages/fr.ts')).fr
    case 'pseudo':
      return (await import('./pseudo.ts')).pseudo
  }
}
