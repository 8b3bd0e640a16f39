import { Button } from '@lagebild/ui/button.tsx'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useStore } from 'zustand'

import { dropNotice, notices } from '../state/notices.ts'
import type { Notice } from '../state/notices.ts'

import styles from './notices.module.css'

/** What was just done, read out when it comes, with what takes it back. */
export function Notices() {
	const shown = useStore(notices, (state) => state.shown)
	return (
		<output className={styles.notices} data-empty={shown.length === 0}>
			{shown.map((notice) => (
				<Line key={notice.id} notice={notice} />
			))}
		</output>
	)
}

function Line({ notice: { id, text, actions } }: { readonly notice: Notice }) {
	const t = useTranslations('app')
	return (
		<span className={styles.notice}>
			<bdi>{text}</bdi>
			{actions.map(({ label, run, undo }) => (
				<Button
					key={label}
					size="row"
					onPress={() => {
						dropNotice(id)
						run()
					}}
				>
					{label}
					{undo && <kbd className={styles.key}>{t('undoKey')}</kbd>}
				</Button>
			))}
			<Button size="row" look="quiet" label={t('dropNotice')} onPress={() => dropNotice(id)}>
				<X size={14} aria-hidden />
			</Button>
		</span>
	)
}
