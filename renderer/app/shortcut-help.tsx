import { Button, Modal } from 'antd'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../electron/contract/shortcuts.ts'
import { useSettings } from '../features/settings/index.ts'
import { ChangeKeys, fixedCommands, useChangeShortcuts, useShortcuts, writtenKeys } from '../features/shortcuts/index.ts'
import { isMac, shortcutText } from '../ui/platform.ts'

interface Row {
  /** Of rows whose keys belong to a command. */
  readonly command?: Command
  readonly label: string
  readonly keys: ReactNode
}

/** All keys on one sheet, where those of commands can be changed. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const shortcuts = useShortcuts()
  const change = useChangeShortcuts()
  const isChanged = Object.keys(useSettings().shortcuts).length > 0
  const own = (...commands: Command[]): Row[] =>
    commands.map((command) => ({ command, label: t(`shell.shortcuts.${command}`), keys: fixedCommands.has(command) ? <kbd>{writtenKeys(shortcuts[command])}</kbd> : <ChangeKeys command={command} /> }))
  const fixed = (label: string, keys: string): Row => ({ label, keys: <kbd>{keys}</kbd> })
  const groups: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
    { title: t('shell.shortcuts.groups.go'), rows: own('palette', 'switchConnection', 'goToAddress', 'filter', 'filterBar', 'back', 'forward', 'up', 'refresh', 'favourite') },
    {
      title: t('shell.shortcuts.groups.list'),
      rows: [
        fixed(t('shell.shortcuts.open'), 'Enter'),
        fixed(t('shell.shortcuts.quickLook'), 'Space'),
        fixed(t('shell.shortcuts.move'), '↑ ↓ PgUp PgDn Home End'),
        fixed(t('shell.shortcuts.extend'), shortcutText('Shift+↑ ↓', isMac)),
        fixed(t('shell.shortcuts.toggle'), shortcutText('Mod+Space', isMac)),
        fixed(t('shell.shortcuts.selectAll'), shortcutText('Mod+A', isMac)),
        fixed(t('shell.shortcuts.typeAhead'), t('shell.shortcuts.typeAheadKeys')),
        fixed(t('shell.shortcuts.rename'), 'F2'),
        fixed(t('shell.shortcuts.clear'), 'Esc'),
      ],
    },
    {
      title: t('shell.shortcuts.groups.objects'),
      rows: [
        ...own('uploadFiles', 'uploadFolder'),
        ...own('copy', 'cut', 'paste', 'duplicate', 'undo', 'download', 'downloadTo', 'edit', 'share', 'versions', 'showDeleted', 'newFolder', 'newText', 'newBucket', 'delete', 'properties'),
      ],
    },
    {
      title: t('shell.shortcuts.groups.tabs'),
      rows: [
        ...own('newTab', 'closeTab', 'reopenTab', 'nextTab', 'previousTab'),
        fixed(t('shell.shortcuts.tabAt'), shortcutText('Mod+1 … 9', isMac)),
        ...own('moveTabLeft', 'moveTabRight', 'dualPane', 'otherPane', 'swapPanes', 'alignPanes'),
      ],
    },
    { title: t('shell.shortcuts.groups.window'), rows: own('toggleSidebar', 'toggleInspector', 'toggleTransfers', 'bucketSettings', 'keysAndUsers', 'connections', 'newConnection', 'settings', 'help', 'tour', 'about') },
  ]
  return (
    <Modal
      open
      centered
      width={760}
      className="shortcut-dialog"
      title={t('shell.shortcuts.title')}
      onCancel={onClose}
      footer={
        <div className="shortcut-foot">
          <span className="form-hint">{t('shell.shortcuts.hint')}</span>
          {isChanged ? <Button onClick={() => change('reset')}>{t('shell.shortcuts.resetAll')}</Button> : null}
        </div>
      }
    >
      <div className="shortcut-groups">
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h2 className="section-title">{title}</h2>
            <dl className="shortcuts">
              {rows.map(({ command, label, keys }) => (
                <Fragment key={label}>
                  <dt data-command={command}>{label}</dt>
                  <dd>{keys}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
