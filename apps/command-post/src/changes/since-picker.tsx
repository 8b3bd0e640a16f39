import type { StaffFunction } from '@lagebild/model/access/functions.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import type { Since } from './since.ts'

import styles from './changes.module.css'

type Props = {
	readonly since: Since
	readonly offered: readonly Since[]
	readonly from: number
	/** Function that was taken over. */
	readonly role: StaffFunction | undefined
	readonly onSince: (since: Since) => void
	readonly onTime: (at: number) => void
}

/** From when on: the last look, a quarter, an hour, or a moment of one's own. */
export function SincePicker({ since, offered, from, role, onSince, onTime }: Props) {
	const t = useTranslations('changes')
	const formats = useFormats()
	const now = useNow(60_000)
	const roles = useTranslations('alarms.roles')
	const words = () => {
		const time = formats.time(from, now)
		if (since === 'handover' && role) return t('handoverTime', { time, role: roles(role) })
		return t(since === 'cut' ? 'cutTime' : 'sinceTime', { time })
	}
	return (
		<div className={styles.since}>
			<Segmented label={t('chosenLabel')} options={offered.map((id) => ({ id, label: t(id) }))} chosen={since} onChange={onSince} />
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
			<p className={styles.muted}>{words()}</p>
		</div>
	)
}

/** As the input writes it, in the time zone of this device. */
function localOf(at: number): string {
	const date = new Date(at)
	return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
