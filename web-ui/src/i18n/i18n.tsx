/** Speaks the chosen language: messages filled in, and numbers, sizes and times as its readers write them. */
import { createContext, Fragment, type ReactNode, useContext, useMemo } from 'react'
import type { Catalogue, Language, MessageKey } from './catalogues.ts'
import { fillMessage, parseMessage } from './format.ts'
import { createQuantities, type Quantities } from './quantities.ts'

export type Values = Readonly<Record<string, string | number>>
export type RichValues = Readonly<Record<string, ReactNode>>

export interface I18n extends Quantities {
  language: Language
  /** Plain text, as for names of controls. */
  t(key: MessageKey, values?: Values): string
  /** With elements in places of arguments, and with weight. */
  rich(key: MessageKey, values?: RichValues): ReactNode
}

const Context = createContext<I18n | null>(null)

export interface I18nProviderProps {
  language: Language
  locale: string
  catalogue: Catalogue
  /** The office's time zone; the browser's until it is known. */
  timeZone: string | null
  children: ReactNode
}

export function I18nProvider({ language, locale, catalogue, timeZone, children }: I18nProviderProps) {
  const i18n = useMemo((): I18n => {
    const quantities = createQuantities(locale, timeZone)
    const options = { locale, number: quantities.number }
    return {
      language,
      ...quantities,
      t: (key, values = {}) =>
        fillMessage<string>(parseMessage(catalogue[key]), {
          ...options,
          values,
          strong: (parts) => parts.join(''),
        }).join(''),
      rich: (key, values = {}) =>
        fillMessage<ReactNode>(parseMessage(catalogue[key]), {
          ...options,
          values: values as Readonly<Record<string, ReactNode | string | number>>,
          strong: (parts) => <strong>{parts}</strong>,
        }).map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a message have their places and nothing else
          <Fragment key={at}>{part}</Fragment>
        )),
    }
  }, [language, locale, catalogue, timeZone])
  return <Context value={i18n}>{children}</Context>
}

export function useI18n(): I18n {
  const i18n = useContext(Context)
  if (i18n === null) throw new Error('there is no I18nProvider around this')
  return i18n
}
