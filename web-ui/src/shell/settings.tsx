/** How the interface looks and speaks: kept in this browser alone. */
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Language, languageNames, languages } from '../i18n/catalogues.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from '../parts/icons.tsx'

export const nextScheme: Readonly<Record<MantineColorScheme, MantineColorScheme>> = {
  auto: 'light',
  light: 'dark',
  dark: 'auto',
}

export interface SettingsProps {
  chooseLanguage(language: Language): void
  /** What stands beside. */
  children?: ReactNode
}

export function Settings({ chooseLanguage, children }: SettingsProps) {
  const { t, language } = useI18n()
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  return (
    <div className="settings">
      <select
        aria-label={t('language.choose')}
        value={language}
        onChange={(event) => chooseLanguage(event.target.value as Language)}
      >
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {languageNames[each]}
          </option>
        ))}
        {language === 'pseudo' ? <option value="pseudo">Pseudo</option> : null}
      </select>
      <button
        type="button"
        className="quiet-button"
        aria-label={t('theme.switch', { theme: colorScheme })}
        title={t('theme.switch', { theme: colorScheme })}
        onClick={() => setColorScheme(nextScheme[colorScheme])}
      >
        <Icon name={colorScheme} />
      </button>
      {children}
    </div>
  )
}
