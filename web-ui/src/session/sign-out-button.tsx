/** The way out, named after who is in. */
import { useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from '../parts/icons.tsx'
import { useNews } from '../parts/news.tsx'
import { changeProblemWords } from '../parts/problem-words.ts'
import { signOut } from './sign-out.ts'

/** `name`: null for the access token. */
export function SignOut({ name }: { name: string | null }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const tell = useNews()
  const leave = () =>
    signOut(queries).catch((error: Error) =>
      tell({ text: changeProblemWords(error, t).title, isFailed: true }),
    )
  const words = name === null ? t('session.out') : t('session.out.as', { name })
  return (
    <button
      type="button"
      className="quiet-button"
      aria-label={words}
      title={words}
      onClick={() => void leave()}
    >
      <Icon name="leave" />
    </button>
  )
}
