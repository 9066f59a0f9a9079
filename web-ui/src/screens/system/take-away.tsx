/** A button that takes access away: at once where that can be had again by signing in, after a second click where it is for good. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { change, NoAnswerError, ProblemError } from '../../api/ask.ts'
import { accessKey } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'

export interface TakeAwayProps {
  /** What is asked of the API, one after the other. */
  paths: readonly string[]
  label: string
  /** What it is done to, for who hears one button after the other. */
  of: string
  /** What it means, where it cannot be taken back. */
  means?: string
}

export function TakeAway({ paths, label, of, means }: TakeAwayProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const [isAsking, ask] = useState(false)
  const work = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      for (const path of paths) await change(path)
    },
    // Whatever came of it: what stands here may be past.
    onSettled: async () => {
      ask(false)
      await queries.invalidateQueries({ queryKey: accessKey })
    },
  })
  if (isAsking && means !== undefined)
    return (
      <Sure
        {...{ label, of, means }}
        isWorking={work.isPending}
        go={() => work.mutate()}
        keep={() => ask(false)}
      />
    )
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={`${label}: ${of}`}
        loading={work.isPending}
        onClick={() => (means === undefined ? work.mutate() : ask(true))}
      >
        {label}
      </Button>
      {work.error === null ? null : (
        <p role="alert" className="small now wrap">
          {failure(work.error, t)}
        </p>
      )}
    </>
  )
}

interface SureProps {
  label: string
  of: string
  means: string
  isWorking: boolean
  go(): void
  keep(): void
}

function Sure({ label, of, means, isWorking, go, keep }: SureProps) {
  const { t } = useI18n()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') keep()
  }
  return (
    <fieldset className="sure" onKeyDown={leave}>
      <legend className="unseen">{`${label}: ${of}`}</legend>
      <p className="small wrap">{means}</p>
      <div className="buttons">
        <Button size="xs" loading={isWorking} onClick={go}>
          {`${label}: ${of}`}
        </Button>
        <Button variant="default" size="xs" ref={first} onClick={keep}>
          {t('system.keep')}
        </Button>
      </div>
    </fieldset>
  )
}

function failure(error: Error, t: ReturnType<typeof useI18n>['t']): string {
  if (error instanceof NoAnswerError) return t('system.unknown')
  if (!(error instanceof ProblemError)) return t('state.error')
  const { code, status, title, detail, hint } = error.problem
  const known = knownCodes.find((each) => each === code)
  if (known !== undefined) return t(`system.problem.${known}`)
  if (status === 403) return t('state.forbidden')
  return [detail ?? title, hint].filter((text) => text !== undefined && text !== '').join(' ')
}

const knownCodes = [
  'ACCOUNT_OWN',
  'ACCOUNT_LAST_OWNER',
  'SESSION_UNKNOWN',
  'STORE_FULL',
  'STORE_READ_ONLY',
] as const
