import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useTranslations } from 'use-intl'

import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

import styles from './frame.module.css'

const KEYS = [
	{ id: 'search', keys: ['/'] },
	{ id: 'pages', keys: ['1', '…', '6'] },
	{ id: 'layers', keys: ['L'] },
	{ id: 'unknown', keys: ['U'] },
	{ id: 'alarm', keys: ['N'] },
	{ id: 'order', keys: ['B'] },
	{ id: 'assign', keys: ['␣', 'Z'] },
	{ id: 'undo', keys: ['Strg Z'] },
	{ id: 'regions', keys: ['F6'] },
	{ id: 'escape', keys: ['Esc'] },
	{ id: 'zoom', keys: ['+', '−'] },
	{ id: 'help', keys: ['?'] },
] as const

function close(): void {
	setView({ help: false })
}

export function HelpDialog() {
	const t = useTranslations('help')
	const open = usePicture(({ view }) => view.help)
	const keysOn = usePicture(({ preferences }) => preferences.keys)
	const version = usePicture(({ config }) => config?.version ?? '')
	return (
		<ModalDialog label={t('title')} open={open} onClose={close}>
			<div className={styles.helpBody}>
				<h2>{t('title')}</h2>
				<dl className={styles.twoColumns}>
					{KEYS.map(({ id, keys }) => (
						<KeyLine key={id} keys={keys} text={t(`keys.${id}`)} />
					))}
				</dl>
				{!keysOn && <p>{t('off')}</p>}
				<p>{t('data')}</p>
				{version !== '' && <p>Lagebild {version}</p>}
				<div className={styles.actions}>
					<Button look="primary" onPress={close}>
						{t('close')}
					</Button>
				</div>
			</div>
		</ModalDialog>
	)
}

function KeyLine({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
	return (
		<>
			<dt>
				{keys.map((key) => (
					<kbd key={key} className={styles.key}>
						{key}
					</kbd>
				))}
			</dt>
			<dd>{text}</dd>
		</>
	)
}
