import type { RowOf } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { textsOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'
import { WhyButton } from '../why/why-button.tsx'

import styles from './detail.module.css'

type Texts = NonNullable<RowOf<'warning'>['fields']['texts']>

/** What a warning says, in the language of the page or the one that is chosen: languages are variants of one warning. */
export function WarningTexts({ thing: { row } }: { readonly thing: Thing }) {
	const texts = row.kind === 'warning' ? row.fields.texts : undefined
	return texts && Object.keys(texts).length > 0 ? <Wording texts={texts} /> : null
}

const PARTS = ['headline', 'description', 'instruction'] as const

function Wording({ texts }: { readonly texts: Texts }) {
	const t = useTranslations()
	const { language } = useFormats()
	const [chosen, setChosen] = useState<string>()
	const languages = Object.keys(texts)
	const shown = chosen ?? languageShown(texts, language)
	const text = texts[shown]
	return (
		<section className={styles.section}>
			<h3 className={styles.asking}>
				{t('why.texts')}
				<WhyButton field="texts" />
			</h3>
			{languages.length > 1 && (
				<div className={styles.languages}>
					<span className={styles.label}>{t('why.allLanguages', { count: languages.length })}</span>
					<Segmented
						label={t('why.language')}
						options={languages.map((id) => ({ id, label: languageName(id, language), content: id.slice(0, 2).toUpperCase() }))}
						chosen={shown}
						onChange={setChosen}
					/>
				</div>
			)}
			<div lang={shown} className={styles.wording}>
				{PARTS.map((part) => text?.[part] && <Part key={part} label={t(`fields.${part}`)} text={text[part]} />)}
			</div>
		</section>
	)
}

function Part({ label, text }: { readonly label: string; readonly text: string }) {
	return (
		<div>
			<p className={styles.label}>{label}</p>
			<p className={styles.prose}>{text}</p>
		</div>
	)
}

function languageShown(texts: Texts, language: string): string {
	const wanted = textsOf(texts, language)
	return Object.keys(texts).find((key) => texts[key] === wanted) ?? ''
}

function languageName(id: string, language: string): string {
	return new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }).of(id) ?? id
}
