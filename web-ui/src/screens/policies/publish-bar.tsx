/** Saves, publishes and throws away a draft; what was published can be taken back at once. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import {
  discardDraft,
  type Overview,
  overviewKey,
  publish,
  rollBack,
  saveDraft,
  type Version,
} from './asked.ts'
import { Trouble } from './trouble.tsx'
import { keepWork, type Work } from './unsaved.ts'
import { whoIs } from './words.ts'

export interface PublishBarProps {
  overview: Overview
  work: Work
  /** Whether it could take effect as it is. */
  isSound: boolean
}

export function PublishBar({ overview, work, isSound }: PublishBarProps) {
  const { t, dateTime } = useI18n()
  const client = useQueryClient()
  const [undo, setUndo] = useState<number | null>(null)
  const again = () => client.invalidateQueries({ queryKey: ['policy'] })
  const written = { text: work.text, base: work.base, etag: work.etag }
  const onError = again
  const saving = useMutation({
    mutationFn: saveDraft,
    onSuccess: (answer) => {
      client.setQueryData(overviewKey, answer)
      keepWork(null)
    },
    onError,
  })
  const discarding = useMutation({
    mutationFn: discardDraft,
    onSuccess: (answer) => {
      client.setQueryData(overviewKey, answer)
      keepWork(null)
    },
    onError,
  })
  const publishing = useMutation({
    mutationFn: publish,
    onSuccess: async () => {
      keepWork(null)
      await again()
      const { versions } = await ask<{ versions: Version[] }>('policy/history?limit=2')
      setUndo(versions[1]?.id ?? null)
    },
    onError,
  })
  const undoing = useMutation({
    mutationFn: rollBack,
    onSuccess: async () => {
      setUndo(null)
      publishing.reset()
      await again()
    },
    onError,
  })
  const { draft } = overview
  const isBusy = [saving, discarding, publishing, undoing].some(({ isPending }) => isPending)
  const isBlocked = isBusy || work.clash !== null
  const error = saving.error ?? discarding.error ?? publishing.error ?? undoing.error
  return (
    <div className="publish">
      <p className="quiet" role="status">
        {work.isDirty
          ? t('policies.draft.unsaved')
          : draft === null
            ? t('policies.draft.none')
            : t('policies.draft.saved', {
                who: whoIs(draft.savedBy, draft.savedByName, t),
                when: dateTime(draft.savedAt),
              })}
      </p>
      <div className="buttons">
        <Button
          onClick={() => publishing.mutate(written)}
          disabled={isBlocked || !isSound}
          loading={publishing.isPending}
        >
          {t('policies.publish')}
        </Button>
        <Button
          variant="default"
          onClick={() => saving.mutate(written)}
          disabled={isBlocked || !work.isDirty}
        >
          {t('policies.save')}
        </Button>
        {work.isDirty ? (
          <Button variant="default" onClick={() => keepWork(null)} disabled={isBusy}>
            {t('policies.revert')}
          </Button>
        ) : draft === null ? null : (
          <Button variant="default" onClick={() => discarding.mutate(overview.etag)} disabled={isBusy}>
            {t('policies.discard')}
          </Button>
        )}
      </div>
      {error === null ? null : <Trouble error={error} />}
      {publishing.data === undefined || work.isDirty ? null : (
        <p className="done" role="status">
          <Icon name="pass" />{' '}
          {t(publishing.data.inForce ? 'policies.published' : 'policies.published.waits')}{' '}
          {undo === null ? null : (
            <button
              type="button"
              className="link"
              disabled={isBusy}
              onClick={() => undoing.mutate({ id: undo, etag: overview.etag })}
            >
              {t('policies.undo')}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
