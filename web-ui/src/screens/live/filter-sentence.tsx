/** The filter as a sentence, whose words are what can be chosen. */
import { type FormEvent, useId } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'
import { verdictOrder } from '../../parts/verdict.tsx'
import { entityChoices, type Filters, isNarrowed, noFilters, whens } from './filters.ts'

export interface FilterSentenceProps {
  filters: Filters
  /** Of machines, by address. */
  names: ReadonlyMap<string, string>
  change(change: Partial<Filters>): void
}

export function FilterSentence({ filters, names, change }: FilterSentenceProps) {
  const { t, rich } = useI18n()
  return (
    <search className="sentence" aria-label={t('live.filter')}>
      {rich('live.filter.sentence', {
        client: (
          <Typed
            key={filters.client}
            label={t('live.filter.client')}
            any={t('live.filter.client.any')}
            value={filters.client}
            suggestions={[...new Set(names.keys())]}
            choose={(client) => change({ client })}
          />
        ),
        destination: (
          <Typed
            key={filters.destination}
            label={t('live.filter.destination')}
            any={t('live.filter.destination.any')}
            value={filters.destination}
            suggestions={[]}
            choose={(destination) => change({ destination })}
          />
        ),
        action: (
          <Chosen
            label={t('live.filter.action')}
            any={t('live.filter.action.any')}
            value={filters.action}
            choices={verdictOrder.map((each) => ({ value: each, name: t(`verdict.${each}`) }))}
            choose={(action) => change({ action: action as Filters['action'] })}
          />
        ),
        entity: (
          <Chosen
            label={t('live.filter.entity')}
            any={t('live.filter.entity.any')}
            value={filters.entity}
            choices={entityChoices(filters.entity).map((each) => ({
              value: each,
              name: entityName(each, undefined, t),
            }))}
            choose={(entity) => change({ entity })}
          />
        ),
        when: (
          <Chosen
            label={t('live.filter.when')}
            any={t('live.filter.when.any')}
            value={filters.when}
            choices={whens.map((each) => ({ value: each, name: t(`live.filter.when.${each}`) }))}
            choose={(when) => change({ when: when as Filters['when'] })}
          />
        ),
      })}
      {isNarrowed(filters) ? (
        <button type="button" className="link" onClick={() => change(noFilters)}>
          {t('live.filter.clear')}
        </button>
      ) : null}
    </search>
  )
}

interface PartProps {
  label: string
  /** What it says where nothing was chosen. */
  any: string
  value: string
  choose(value: string): void
}

/** Counts once it is left or Enter is pressed: half a name would find nothing. */
function Typed({ label, any, value, suggestions, choose }: PartProps & { suggestions: readonly string[] }) {
  const listId = useId()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    choose(String(new FormData(event.currentTarget).get('text') ?? '').trim())
  }
  return (
    <form className="word" onSubmit={send}>
      <input
        name="text"
        aria-label={label}
        placeholder={any}
        defaultValue={value}
        size={Math.max(any.length, value.length, 8)}
        maxLength={253}
        list={listId}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-chosen={value !== ''}
        onBlur={(event) => choose(event.target.value.trim())}
      />
      <datalist id={listId}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </form>
  )
}

function Chosen({
  label,
  any,
  value,
  choices,
  choose,
}: PartProps & { choices: readonly { value: string; name: string }[] }) {
  return (
    <select
      className="word"
      aria-label={label}
      value={value}
      data-chosen={value !== ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{any}</option>
      {choices.map((each) => (
        <option key={each.value} value={each.value}>
          {each.name}
        </option>
      ))}
    </select>
  )
}
