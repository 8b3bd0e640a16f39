import { titleFieldOf } from '@lagebild/model/kinds/title.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { LabelChip } from '../access/label-chip.tsx'
import { LabelSection } from '../access/label-section.tsx'
import { EditActions } from '../edit/edit-actions.tsx'
import { ScrollBox } from '../frame/scroll-box.tsx'
import { GaugeSection } from '../gauges/gauge-section.tsx'
import { Mark } from '../objects/object-row.tsx'
import { StandingMark, useStandingWords } from '../objects/standing-mark.tsx'
import { useSupportLine } from '../objects/support-line.ts'
import { OrderParts } from '../orders/order-parts.tsx'
import { PhotosSection } from '../photos/photos-section.tsx'
import { SameSection } from '../same/same-section.tsx'
import { isGate } from '../select/gates.ts'
import { isWaterLevel } from '../select/gauges.ts'
import { newestAt, oldSince, standOf } from '../select/life.ts'
import { kindKey, titleOf } from '../select/names.ts'
import { select, setView } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { WhyScope } from '../why/why-context.tsx'
import { DoubtsSection } from './doubts-section.tsx'
import { FactsSection } from './facts-section.tsx'
import { GateSection } from './gate-section.tsx'
import { HistorySection } from './history-section.tsx'
import { LinksSection } from './links-section.tsx'
import { ConflictsSection, SourcesSection } from './origin-sections.tsx'
import { WarningTexts } from './warning-texts.tsx'

import styles from './detail.module.css'

/** Everything the picture knows of one thing, each value with its age. */
export function DetailPane({ thing }: { readonly thing: Thing }) {
	const { language } = useFormats()
	return (
		<WhyScope key={thing.row.id} thing={thing}>
			<Head thing={thing} />
			<ScrollBox label={titleOf(thing.row, language)}>
				<div className={styles.body}>
					<LifeLine thing={thing} />
					<DoubtsSection thing={thing} />
					{isGate(thing) && <GateSection row={thing.row} />}
					{isWaterLevel(thing) && <GaugeSection thing={thing} />}
					<WarningTexts thing={thing} />
					<OrderParts thing={thing} />
					<PhotosSection thing={thing} />
					<FactsSection thing={thing} />
					<EditActions thing={thing} />
					{!isGate(thing) && <ConflictsSection row={thing.row} />}
					<SameSection thing={thing} />
					<LinksSection row={thing.row} />
					<LabelSection thing={thing} />
					<SourcesSection thing={thing} />
					<HistorySection thing={thing} />
				</div>
			</ScrollBox>
		</WhyScope>
	)
}

function useKindName(thing: Thing): string {
	const t = useTranslations('kinds')
	const words = useTranslations('values')
	if (isGate(thing)) return t('gate')
	if (thing.row.kind === 'message' && thing.row.fields.type === 'diary') return words('messageType.diary')
	return isWaterLevel(thing) ? t('gauge') : t(kindKey(thing.row.kind))
}

function Head({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('detail')
	const formats = useFormats()
	const now = useNow(10_000)
	const why = useTranslations('why')
	const kind = useKindName(thing)
	const support = useSupportLine(thing)
	const old = oldSince(thing, now)
	const asked = titleField(thing)
	return (
		<div className={styles.head}>
			<span className={styles.tile}>
				<Mark thing={thing} size={24} />
			</span>
			<div>
				<h2 className={styles.title}>
					<bdi>{titleOf(thing.row, formats.language)}</bdi>
				</h2>
				<p className={styles.sub}>
					{support.startsWith(kind) ? '' : kind}
					{support !== '' && <bdi>{support.startsWith(kind) ? support : `, ${support}`}</bdi>}
				</p>
				<p className={styles.stand} data-old={old !== undefined} title={formats.tactical(old ?? newestAt(thing))}>
					{formats.stand(old ?? newestAt(thing), now)}
				</p>
				<p className={styles.labelled}>
					<LabelChip label={thing.row.label} />
				</p>
			</div>
			<div className={styles.buttons}>
				{asked !== undefined && <WhyButton field={asked} name={why('fields.title')} />}
				<SheetButton />
				<Button size="icon" look="quiet" label={t('close')} onPress={() => select(undefined)}>
					<X size={18} aria-hidden />
				</Button>
			</div>
		</div>
	)
}

/** On a narrow screen the pane is a sheet under the map; a button makes it taller, so that nobody has to drag. */
function SheetButton() {
	const t = useTranslations('detail')
	const sheet = usePicture(({ view }) => view.sheet)
	const full = sheet === 'full'
	return (
		<span className={styles.expand}>
			<Button
				size="icon"
				look="quiet"
				label={t(full ? 'collapse' : 'expand')}
				expanded={full}
				onPress={() => setView({ sheet: full ? 'peek' : 'full' })}
			>
				{full ? <ChevronDown size={18} aria-hidden /> : <ChevronUp size={18} aria-hidden />}
			</Button>
		</span>
	)
}

function titleField({ row }: Thing): string | undefined {
	return row.kind === 'warning' ? 'texts' : titleFieldOf(row)
}

function LifeLine({ thing }: { readonly thing: Thing }) {
	const names = useTranslations('standing.names')
	const now = useNow(10_000)
	const words = useStandingWords(thing, now)
	const { state } = standOf(thing, now)
	if (words === undefined) return null
	return (
		<p className={styles.life} data-standing={state}>
			<StandingMark state={state} />
			<span>
				<strong>{words}</strong>
				{state !== 'live' && (
					<>
						<br />
						{names(state)}
					</>
				)}
			</span>
			<WhyButton field="life" />
		</p>
	)
}

/** The chosen thing is not in this picture, or left it. */
export function GonePane() {
	const t = useTranslations('detail')
	return (
		<Notice title={t('gone')} action={<Button onPress={() => select(undefined)}>{t('close')}</Button>}>
			{t('goneText')}
		</Notice>
	)
}
