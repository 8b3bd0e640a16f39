import type { RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { authorOf, saidAt } from '../diary/entries.ts'
import { useNow } from '../state/react.ts'

import styles from '../log/log.module.css'

const NOTES = ['intake', 'acceptance', 'transport'] as const

/** The fields of the four-part form that are filled in. */
export function ReportFacts({ row }: { readonly row: RowOf<'message'> }) {
	const t = useTranslations('reports')
	const lines = useLines(row)
	return (
		<section className={styles.part}>
			<h3>{t('form')}</h3>
			<dl className={styles.facts}>
				{lines.map(([name, value]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>
							<bdi>{value}</bdi>
						</dd>
					</div>
				))}
			</dl>
		</section>
	)
}

function useLines(row: RowOf<'message'>): readonly (readonly [name: string, value: string])[] {
	const t = useTranslations('reports')
	const formats = useFormats()
	const now = useNow(60_000)
	const time = (text: string | null | undefined) => {
		const at = text ? readIso(text) : undefined
		return at === undefined ? '' : formats.time(at, now)
	}
	const { fields } = row
	const notes = NOTES.map((note) => {
		const { at, sign, channel } = fields.handling?.[note] ?? {}
		return [t(`notes.${note}`), [time(at), sign, channel].filter(Boolean).join(', ')] as const
	})
	const lines = [
		[t('fields.direction'), fields.direction ? t(`directions.${fields.direction}`) : ''],
		[t('fields.header'), fields.header ?? ''],
		[t('fields.to'), fields.to?.join(', ') ?? ''],
		[t('fields.from'), fields.from ?? ''],
		[t('fields.sign'), [fields.function, fields.sign].filter(Boolean).join(', ')],
		[t('fields.composed'), time(fields.composed)],
		[t('fields.channel'), fields.channel ?? ''],
		[t('fields.conversation'), fields.conversation ? t('yes') : ''],
		...notes,
		[t('fields.note'), fields.note ?? ''],
		[t('fields.source'), `${authorOf(row)}, ${formats.time(saidAt(row), now)}`],
	] as const
	return lines.filter(([, value]) => value !== '')
}
