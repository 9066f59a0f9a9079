/** Edits the text of the policy: lines with their numbers, and a mark at each line that has a fault. */
import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import type { TextProblem } from './asked.ts'

export interface EditorProps {
  text: string
  problems: readonly TextProblem[]
  /** null where whoever looks may not change it. */
  change: ((text: string) => void) | null
  /** The line to go to; another `at` asks for it once more. */
  jump: { line: number; at: number } | null
}

const lineHeight = 20

export function Editor({ text, problems, change, jump }: EditorProps) {
  const { t } = useI18n()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLOListElement>(null)
  const worst = new Map<number, TextProblem['severity']>()
  for (const { line, severity } of problems)
    if (line !== null && worst.get(line) !== 'error') worst.set(line, severity)
  useEffect(() => {
    if (jump === null || area.current === null) return
    const { value } = area.current
    const lines = value.split('\n')
    const start = lines.slice(0, jump.line - 1).reduce((sum, line) => sum + line.length + 1, 0)
    area.current.focus()
    area.current.setSelectionRange(start, start + (lines[jump.line - 1]?.length ?? 0))
    area.current.scrollTop = Math.max(0, (jump.line - 6) * lineHeight)
  }, [jump])
  const count = text.split('\n').length
  return (
    <div className="editor">
      <ol className="gutter" ref={gutter} aria-hidden="true">
        {Array.from({ length: count }, (_, at) => at + 1).map((line) => (
          <li key={line} data-fault={worst.get(line)}>
            {worst.has(line) ? <Icon name={worst.get(line) === 'error' ? 'now' : 'note'} /> : null}
            {line}
          </li>
        ))}
      </ol>
      <textarea
        ref={area}
        aria-label={t('policies.text')}
        aria-describedby="policy-problems"
        aria-invalid={problems.some(({ severity }) => severity === 'error')}
        value={text}
        readOnly={change === null}
        onChange={({ target }) => change?.(target.value)}
        onScroll={({ currentTarget }) => {
          if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop
        }}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        maxLength={200_000}
      />
    </div>
  )
}
