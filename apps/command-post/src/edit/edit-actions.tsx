import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { say } from '../api/say.ts'
import { RefusalText } from '../operations/refusal-text.tsx'
import { useSaying } from '../same/use-saying.ts'
import { isLive } from '../select/life.ts'
import { titleOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'
import { notify } from '../state/notices.ts'
import { useNow, usePicture } from '../state/react.ts'
import { mayChange } from './may.ts'
import { openChange } from './open.ts'
import { endingOf } from './statements.ts'

import detail from '../detail/detail.module.css'
import form from '../operations/operations.module.css'
import styles from './edit.module.css'

/** What whoever sits here may do with a thing: change what is known of it, or say that it is over. */
export function EditActions({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('edit')
	const now = useNow(10_000)
	const mayPatch = usePicture((facts) => mayChange(facts, thing))
	const mayEnd = usePicture((facts) => mayChange(facts, thing, 'end'))
	const [ending, setEnding] = useState(false)
	if (!mayPatch && !mayEnd) return null
	return (
		<section className={detail.section} aria-label={t('title')}>
			<div className={styles.actions}>
				{mayPatch && <Button onPress={() => openChange(thing)}>{t('action')}</Button>}
				{mayEnd && isLive(thing, now) && <Button onPress={() => setEnding(true)}>{t('end')}</Button>}
			</div>
			{ending && <EndDialog thing={thing} onClose={() => setEnding(false)} />}
		</section>
	)
}

function EndDialog({ thing, onClose }: { readonly thing: Thing; readonly onClose: () => void }) {
	const t = useTranslations('edit')
	const { language } = useFormats()
	const name = titleOf(thing.row, language)
	const { refusal, busy, enter } = useSaying(() => {
		onClose()
		notify(t('ended', { name }))
	})
	return (
		<ModalDialog label={t('endTitle', { name })} open onClose={onClose}>
			<div className={form.form}>
				<h2>
					<bdi>{t('endTitle', { name })}</bdi>
				</h2>
				<p>{t('endText')}</p>
				<RefusalText refusal={refusal} />
				<div className={form.actions}>
					<Button
						look="primary"
						size="main"
						isDisabled={busy}
						onPress={() => void enter(() => say(thing.operation, [endingOf(thing.row)]))}
					>
						{t('endDo')}
					</Button>
					<Button size="main" onPress={onClose}>
						{t('cancel')}
					</Button>
				</div>
			</div>
		</ModalDialog>
	)
}
