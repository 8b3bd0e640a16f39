import { formatStrength } from '@lagebild/model/strength.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useMessages, useTranslations } from 'use-intl'

import { factsOf } from '../detail/facts.ts'
import type { FactValue } from '../detail/facts.ts'
import type { Messages } from '../messages/de.ts'
import { titleOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'
import { useNow } from '../state/react.ts'

import styles from './sources.module.css'

const MOST = 6

/** What things say, in the words of the picture. */
export function MappedFacts({ things }: { readonly things: readonly Thing[] }) {
	const t = useTranslations('sourceDetail')
	if (things.length === 0) return <p className={styles.muted}>{t('mappedNone')}</p>
	return (
		<ul className={styles.things}>
			{things.slice(0, MOST).map((thing) => (
				<li key={thing.row.id}>
					<ThingFacts thing={thing} />
				</li>
			))}
			{things.length > MOST && <li className={styles.muted}>{t('mappedMore', { count: things.length - MOST })}</li>}
		</ul>
	)
}

function ThingFacts({ thing }: { readonly thing: Thing }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(60_000)
	const words = useMessages()
	const { row } = thing
	const facts = factsOf(thing, { words, formats, now })
	return (
		<>
			<p>
				<strong>
					<bdi>{titleOf(row)}</bdi>
				</strong>{' '}
				<span className={styles.muted}>
					{t(`kinds.${row.kind}`)}
					{row.life !== 'live' && `, ${t('sourceDetail.over')}`}
				</span>
			</p>
			<p className={styles.id}>
				<bdi>{row.id}</bdi>
			</p>
			<dl className={styles.facts}>
				{facts.map(({ key, label, value }) => (
					<div key={key}>
						<dt>{label}</dt>
						<dd>
							<bdi>{textOf(value, words)}</bdi>
						</dd>
					</div>
				))}
			</dl>
			{facts.length === 0 && <p className={styles.muted}>{t('sourceDetail.noFacts')}</p>}
		</>
	)
}

const LONG = 200

function textOf(value: FactValue, words: Messages): string {
	switch (value.type) {
		case 'text':
		case 'prose':
			return value.text.length > LONG ? `${value.text.slice(0, LONG)}…` : value.text
		case 'severity':
			return words.words.severity[value.level]
		case 'strength':
			return formatStrength(value.strength)
		case 'web':
			return value.address
		case 'place':
			return formatUtmref(value.position, 10) ?? `${value.position.lat}, ${value.position.lng}`
	}
}
