import { STANDINGS } from '@lagebild/picture/standing.ts'
import { classes } from '@lagebild/ui/classes.ts'
import { FmsChip } from '@lagebild/ui/fms-chip.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { StandingMark } from '../objects/standing-mark.tsx'
import { ORGANISATIONS } from '../select/organisations.ts'
import { fmsNow } from '../select/scales.ts'
import { usePicture } from '../state/react.ts'
import { ScrollBox } from './scroll-box.tsx'

import own from './left.module.css'

const SEVERITIES = ['Info', 'Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown'] as const
const GATES = ['open', 'closing', 'closed', 'fault', 'unknown', 'conflict'] as const
const FMS = [1, 2, 3, 4, 6, 7, 8, 9] as const
const VARYING = [7, 8, 9] as const

type PartProps = { readonly title: string; readonly rule?: string; readonly wide?: boolean; readonly children?: ReactNode }

/** `wide`: its words need the whole width. */
function Part({ title, rule, wide = false, children }: PartProps) {
	return (
		<section>
			<h2>{title}</h2>
			<div className={own.legendRows} data-wide={wide}>
				{children}
			</div>
			{rule !== undefined && <p className={own.legendRule}>{rule}</p>}
		</section>
	)
}

function Item({ mark, word }: { readonly mark: ReactNode; readonly word: string }) {
	return (
		<span className={own.legendItem}>
			{mark}
			{word}
		</span>
	)
}

/** Of organisations that mean something else by 7, 8, 9 and 0, their own words, as this hub is set. */
function OwnFms() {
	const t = useTranslations('legend')
	const words = useTranslations('words.organisation')
	const { language } = useFormats()
	const scheme = usePicture(fmsNow)
	return Object.entries(scheme).map(([whose, meanings]) => {
		const [organisation = '', land] = whose.split('/')
		const known = ORGANISATIONS.find((one) => one === organisation)
		const name = [known ? words(known) : organisation, land].filter(Boolean).join(', ')
		return (
			<Part key={whose} title={t('fmsOf', { name })}>
				{VARYING.flatMap((fms) => {
					const said = meanings[`${fms}`]
					const meaning = said && { text: said[language], class: said.class }
					return meaning ? [<Item key={fms} mark={<FmsChip fms={fms} meaning={meaning} />} word={meaning.text} />] : []
				})}
				{meanings['0'] && <Item mark={<span className={own.overlay}>0</span>} word={meanings['0'][language]} />}
			</Part>
		)
	})
}

/** What the marks on the map and in the lists mean. */
export function LegendTab() {
	const t = useTranslations('legend')
	const left = useTranslations('left')
	const words = useTranslations('words')
	const gauges = useTranslations('gauges')
	const standing = useTranslations('standing')
	return (
		<ScrollBox label={left('legend')}>
			<div className={own.legend}>
				<Part title={t('severity')}>
					{SEVERITIES.map((level) => (
						<Item key={level} mark={<SeverityMark level={level} size={20} silent />} word={words(`severity.${level}`)} />
					))}
				</Part>
				<Part title={t('gates')}>
					{GATES.map((state) => (
						<Item key={state} mark={<GateGlyph state={state} size={16} />} word={words(`gate.${state}`)} />
					))}
				</Part>
				<Part title={t('fms')} rule={t('fmsRule')}>
					{FMS.map((fms) => (
						<Item key={fms} mark={<FmsChip fms={fms} />} word={words(`fms.s${fms}`)} />
					))}
				</Part>
				<OwnFms />
				<Part title={t('curve')}>
					<Item mark={<span className={own.line} />} word={gauges('observed')} />
					<Item mark={<span className={classes(own.line, own.forecast)} />} word={gauges('forecast')} />
					<Item mark={<span className={classes(own.line, own.astro)} />} word={gauges('astronomic')} />
				</Part>
				<Part title={standing('title')} rule={standing('rule')} wide>
					{STANDINGS.map((state) => (
						<Item key={state} mark={<StandingMark state={state} />} word={standing(`names.${state}`)} />
					))}
				</Part>
				<Part title={t('areas')} rule={t('areaRule')} />
				<Part title={t('symbols')} rule={t('symbolsRule')} />
			</div>
		</ScrollBox>
	)
}
