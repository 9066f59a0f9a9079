/** A time as short as it can be told, in full where it is pointed at; or what stands where there is none. */
import { useI18n } from '../../i18n/i18n.tsx'
import { useNow } from '../../parts/use-now.ts'

export function When({ at, never }: { at: number | null; never: string }) {
  const { time, dateTime } = useI18n()
  const now = useNow()
  if (at === null) return <span className="quiet">{never}</span>
  return (
    <time dateTime={new Date(at).toISOString()} title={dateTime(at)}>
      {time(at, now)}
    </time>
  )
}
