import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Inbox, SendHorizontal } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { dropPhotos } from '../photos/keep-photos.ts'
import { GOOD_METRES } from '../position/fix.ts'
import type { Gps } from '../state/position.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'
import { AssetStep } from './asset-step.tsx'
import { missingIn } from './draft.ts'
import type { Place, ReportDraft } from './draft.ts'
import { LevelStep } from './level-step.tsx'
import { PhotoStep } from './photo-step.tsx'
import { PlaceStep } from './place-step.tsx'
import { sendReport } from './send-report.ts'
import { TypeStep } from './type-step.tsx'
import { useDraft } from './use-draft.ts'
import { useTitle } from './use-title.ts'
import { WordsStep } from './words-step.tsx'

import styles from './report.module.css'

/** What, where, how bad, send: three taps where the place is known, four where it is chosen. */
export function ReportPage() {
	const t = useTranslations('report')
	const { draft, set, clear } = useDraft()
	const gps = useFacts((facts) => facts.gps)
	const place = draft.place ?? goodPlace(gps)
	const whole: ReportDraft = { ...draft, ...(place && { place }) }
	useEffect(() => () => store.setState({ mending: undefined }), [])
	return (
		<form className={styles.page} aria-label={t('title')} onSubmit={(event) => event.preventDefault()}>
			<Mending />
			<TypeStep draft={draft} set={set} />
			{draft.type && (
				<>
					{draft.type !== 'gate' && <PlaceStep draft={draft} place={place} set={set} />}
					<AssetStep draft={draft} place={place} set={set} />
					<LevelStep draft={draft} set={set} />
					<WordsStep draft={draft} set={set} />
					<PhotoStep draft={draft} set={set} />
				</>
			)}
			<Send draft={whole} clear={clear} />
		</form>
	)
}

/** Where this device stands, good enough to be taken without a question. */
function goodPlace(gps: Gps): Place | undefined {
	if (gps.state !== 'fixed' || gps.jumped || gps.fix.accuracy > GOOD_METRES) return undefined
	const { lat, lng, accuracy } = gps.fix
	return { position: { lat, lng }, from: 'gps', accuracy }
}

function Mending() {
	const t = useTranslations('report')
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const mending = useFacts((facts) => facts.mending)
	return mending ? <p className={styles.hint}>{t('mends', { time: time(mending.at, now) })}</p> : null
}

/** A disabled control says why beside it. */
function Send({ draft, clear }: { readonly draft: ReportDraft; readonly clear: () => void }) {
	const t = useTranslations('report')
	const { title, level } = useTitle()
	const missing = missingIn(draft)
	const what = [title(draft), level(draft)].filter(Boolean).join(', ')
	const discard = (): void => {
		clear()
		void dropPhotos((draft.photos ?? []).map(({ id }) => id))
	}
	return (
		<div className={styles.sending}>
			<Button
				look="primary"
				className={styles.send}
				isDisabled={missing !== undefined}
				onPress={() => void sendReport(draft, title(draft)).then(clear)}
			>
				<SendHorizontal size={28} aria-hidden />
				{draft.type ? t('send', { what }) : t('sendPlain')}
			</Button>
			<p className={styles.hint}>
				<Inbox size={20} aria-hidden />
				{missing ? t(`still.${missing}`) : t('goes')}
			</p>
			{draft.type && (
				<Button look="quiet" className={styles.small} onPress={discard}>
					{t('keep')}
				</Button>
			)}
		</div>
	)
}
