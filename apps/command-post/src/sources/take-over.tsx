import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { CopyButton, CopyField } from '../access/copy-button.tsx'
import { saveText } from '../master-data/api.ts'
import { configLines } from './config-lines.ts'
import type { Draft } from './draft.ts'

import styles from './mapping.module.css'

type Props = {
	readonly draft: Draft
	/** The mapping is valid and the source has a name. */
	readonly ready: boolean
	/** The source is there already: the file alone will do. */
	readonly running: boolean
}

/** The mapping as a file, and the lines of the configuration that name it: it goes to the server by a person's own hand. */
export function TakeOver({ draft: { feed, definition }, ready, running }: Props) {
	const t = useTranslations('mapping')
	const [open, setOpen] = useState(false)
	const file = `${feed}.json`
	return (
		<div className={styles.take}>
			{!ready && <span className={styles.muted}>{t('notYet')}</span>}
			<Button look="primary" isDisabled={!ready} onPress={() => setOpen(true)}>
				{t('take')}
			</Button>
			<ModalDialog label={t('take')} open={open} onClose={() => setOpen(false)}>
				<div className={styles.form}>
					<h2>{t('take')}</h2>
					<p>{t(running ? 'takeReload' : 'takeText')}</p>
					<div className={styles.ways}>
						<Button look="primary" onPress={() => saveText(file, definition, 'application/json')}>
							<Download size={16} aria-hidden />
							{t('download')}
						</Button>
						<CopyButton text={definition} label={t('copy')} />
					</div>
					{!running && <CopyField label={t('configLines')} text={configLines(feed, file)} />}
				</div>
			</ModalDialog>
		</div>
	)
}
