/** Puts the interface together: theme, language, answers of the gateway, and the frame around its screens. */
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { createQueryClient, statusQuery } from './api/queries.ts'
import {
  type Catalogue,
  type Language,
  loadCatalogue,
  localeOf,
  rememberLanguage,
} from './i18n/catalogues.ts'
import { I18nProvider } from './i18n/i18n.tsx'
import { Gate } from './session/gate.tsx'
import { Shell } from './shell/shell.tsx'
import { theme } from './theme/theme.ts'

const queryClient = createQueryClient()
const colorSchemes = localStorageColorSchemeManager({ key: 'gatehouse-colours' })

interface Spoken {
  language: Language
  catalogue: Catalogue
}

/** The library writes no style element of its own: the content security policy would refuse it, and tokens.css says it all. */
export function App({ start }: { start: Spoken }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={queryClient}>
        <Speaking start={start} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Speaking({ start }: { start: Spoken }): ReactNode {
  const [spoken, speak] = useState(start)
  const { data: status } = useQuery(statusQuery)
  const locale = localeOf(spoken.language)
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  const chooseLanguage = async (language: Language) => {
    rememberLanguage(language)
    speak({ language, catalogue: await loadCatalogue(language) })
  }
  return (
    <I18nProvider {...spoken} locale={locale} timeZone={status?.timeZone ?? null}>
      <Gate chooseLanguage={(language) => void chooseLanguage(language)}>
        <Shell chooseLanguage={(language) => void chooseLanguage(language)} />
      </Gate>
    </I18nProvider>
  )
}
