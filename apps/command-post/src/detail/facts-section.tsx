import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { useMessages, useTranslations } from 'use-intl'

import { sourceNames } from '../select/lists.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { askedOf, factsOf } from './facts.ts'
import type { Fact, FactValue } from './facts.ts'
import { PlaceValue } from './place-value.tsx'
import { useStatusWords } from './use-status-words.ts'

import styles from './detail.module.css'

/** Texts from here on stand under their label and not beside it. */
const LONG_TEXT = 40

export function FactsSection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('detail')
	const formats = useFormats()
	const now = useNow(10_000)
	const facts = factsOf(thing, { words: useMessages(), formats, now, statusOf: useStatusWords(thing.row) })
	if (facts.length === 0) return null
	return (
		<section className={styles.section}>
			<h3>{t('facts')}</h3>
			<dl className={styles.facts}>
				{facts.map((fact) => (
					<FactLine key={fact.key} fact={fact} />
				))}
			</dl>
		</section>
	)
}

function isLong(value: FactValue): boolean {
	return value.type === 'place' || ((value.type === 'prose' || value.type === 'text') && value.text.length > LONG_TEXT)
}

function FactLine({ fact }: { readonly fact: Fact }) {
	const formats = useFormats()
	const now = useNow(10_000)
	const names = usePicture(({ content }) => sourceNames(content))
	const { from, fromName } = fact
	const source = from === undefined ? undefined : (names.get(from) ?? fromName ?? from)
	return (
		<div className={styles.fact} data-long={isLong(fact.value)}>
			<dt className={styles.label}>{fact.label}</dt>
			<dd className={styles.value}>
				<Value value={fact.value} />
			</dd>
			<dd className={styles.at} title={[formats.stand(fact.at, now), formats.tactical(fact.at), source].filter(Boolean).join(', ')}>
				{formats.age(fact.at, now)}
				{source !== undefined && <bdi className={styles.from}>{source}</bdi>}
			</dd>
			<dd className={styles.why}>
				<WhyButton field={askedOf(fact)} name={fact.label} />
			</dd>
		</div>
	)
}

function Value({ value }: { readonly value: FactValue }) {
	const t = useTranslations('words.severity')
	switch (value.type) {
		case 'text':
			return <bdi>{value.text}</bdi>
		case 'prose':
			return <bdi className={styles.prose}>{value.text}</bdi>
		case 'severity':
			return (
				<>
					<SeverityMark level={value.level} size={18} silent />
					{t(value.level)}
				</>
			)
		case 'place':
			return <PlaceValue position={value.position} />
		case 'strength':
			return <StrengthFigure strength={value.strength} />
		case 'web':
			return (
				<a href={value.address} target="_blank" rel="noreferrer noopener">
					{value.address}
				</a>
			)
	}
}
