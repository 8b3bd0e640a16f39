import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'

import styles from './changes.module.css'

export const SINCE = ['seen', 'quarter', 'hour', 'chosen'] as const
export type Since = (typeof SINCE)[number]

type Props = {
	readonly since: Since
	readonly from: number
	readonly onSince: (since: Since) => void
	readonly onTime: (at: number) => void
}

/** From when on: the last look, a quarter, an hour, or a moment of one's own. */
export function SincePicker({ since, from, onSince, onTime }: Props) {
	const t = useTranslations('changes')
	const formats = useFormats()
	const now = useNow(60_000)
	return (
		<div className={styles.since}>
			<Segmented label={t('chosenLabel')} options={SINCE.map((id) => ({ id, label: t(id) }))} chosen={since} onChange={onSince} />
			{since === 'chosen' && (
				<label className={styles.moment}>
					{t('since')}
					<input
						type="datetime-local"
						className={styles.input}
						value={localOf(from)}
						onChange={({ target }) => {
							const at = new Date(target.value).getTime()
							if (Number.isFinite(at)) onTime(at)
						}}
					/>
				</label>
			)}
			<p className={styles.muted}>{t('sinceTime', { time: formats.time(from, now) })}</p>
		</div>
	)
}

/** As the input writes it, in the time zone of this device. */
function localOf(at: number): string {
	const date = new Date(at)
	return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
