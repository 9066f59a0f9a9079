/** The command palette: any screen, look or destination by a few letters, without leaving the keyboard. */
import './palette.css'
import { Modal, useMantineColorScheme } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon, type IconName } from '../parts/icons.tsx'
import { addressOf, goTo } from '../router/router.tsx'
import { plainPages, type Screen } from './screens.tsx'

interface Command {
  id: string
  name: string
  icon: IconName
  run(): void
}

export interface PaletteProps {
  screens: readonly Screen[]
  close(): void
}

export function Palette({ screens, close }: PaletteProps) {
  const { t } = useI18n()
  const [typed, type] = useState('')
  const [at, point] = useState(0)
  const listId = useId()
  const commands = useCommands(screens, typed)
  const pointed = commands[Math.min(at, commands.length - 1)]
  const run = (command: Command | undefined) => {
    if (command === undefined) return
    close()
    command.run()
  }
  const steer = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(pointed)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || commands.length === 0) return
    event.preventDefault()
    point((Math.min(at, commands.length - 1) + step + commands.length) % commands.length)
  }
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      lockScroll={false}
      padding={0}
      size={520}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      aria-label={t('palette.title')}
      className="palette"
    >
      <input
        data-autofocus
        className="palette-input"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={pointed === undefined ? undefined : `${listId}-${pointed.id}`}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        value={typed}
        spellCheck={false}
        onChange={(event) => {
          type(event.target.value)
          point(0)
        }}
        onKeyDown={steer}
      />
      <div role="listbox" id={listId} aria-label={t('palette.title')} className="palette-list">
        {commands.map((command) => (
          <button
            type="button"
            key={command.id}
            id={`${listId}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === pointed}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            {command.name}
          </button>
        ))}
      </div>
      {commands.length === 0 ? <p className="palette-none">{t('palette.none')}</p> : null}
    </Modal>
  )
}

/** Those whose name holds what was typed; what looks like a host can be looked for. */
function useCommands(screens: readonly Screen[], typed: string): readonly Command[] {
  const { t } = useI18n()
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const wanted = typed.trim().toLowerCase()
  const all: Command[] = [
    ...screens.map(({ name, title, icon }) => ({
      ...{ id: name, name: t(title), icon },
      run: () => goTo(addressOf(name)),
    })),
    ...plainPages.map(({ href, title, icon }) => ({
      ...{ id: href.slice(1), name: t(title), icon },
      run: () => window.location.assign(href),
    })),
    ...(['light', 'dark', 'auto'] as const).map((scheme) => ({
      ...{ id: `theme-${scheme}`, name: t(`theme.${scheme}`), icon: scheme },
      run: () => setColorScheme(scheme),
    })),
  ]
  const found = all.filter(({ name }) => name.toLowerCase().includes(wanted))
  if (!/^[\w-]+(?:\.[\w-]+)+$/.test(wanted)) return found
  const destination: Command = {
    ...{ id: 'destination', name: t('palette.destination', { host: wanted }), icon: 'live' },
    run: () => goTo(addressOf('live', { destination: wanted })),
  }
  return [...found, destination]
}
