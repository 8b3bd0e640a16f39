import type { GaugeScale, Stage } from '@lagebild/model/gauge.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { ScrollBox } from '../frame/scroll-box.tsx'
import { declaredStage } from '../select/declared-stage.ts'
import { stageProposal, surgeProposal } from '../select/gauges.ts'
import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { useNow, usePicture } from '../state/react.ts'
import { DeclareStage } from './declare-stage.tsx'
import { StageHistory } from './stage-history.tsx'
import { useScale } from './use-scale.ts'
import { useWaterAt } from './water-at.ts'

import styles from './gauges.module.css'

/** What the levels propose, why, and when the next lines are reached. The picture proposes; a named person declares. */
export function StagePanel() {
	const t = useTranslations('gauges')
	const reference = usePicture((facts) => figuresNow(facts).reference)
	return (
		<ScrollBox label={t('stages')}>
			<div className={styles.stage}>
				<h2>{t('stages')}</h2>
				{reference ? <Proposal gauge={reference} /> : <p className={styles.muted}>{t('noneText')}</p>}
				{reference && <Lines gauge={reference} />}
			</div>
		</ScrollBox>
	)
}

function Proposal({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations('gauges')
	const now = useNow(10_000)
	const scale = useScale(gauge.row.id)
	const proposal = stageProposal(gauge, scale, now)
	if (scale.stages.length === 0) return <p className={styles.muted}>{t('noLines')}</p>
	return (
		<>
			<div className={styles.stagePair}>
				<div className={styles.stageBox}>
					<small>{t('declared')}</small>
					<Declared row={gauge.row} />
				</div>
				<div className={styles.stageBox} data-proposed>
					<small>{t('proposed')}</small>
					<b>{proposal?.stage.stage ?? '–'}</b>
					<ProposedRange stage={proposal?.stage} stages={scale.stages} />
				</div>
			</div>
			<Why proposal={proposal} lowest={scale.stages[0]} />
			<Measures stage={proposal?.stage} />
			<Surge gauge={gauge} scale={scale} />
			<DeclareStage row={gauge.row} stages={scale.stages} proposal={proposal} />
			<StageHistory row={gauge.row} />
		</>
	)
}

function Declared({ row }: Pick<GaugeView, 'row'>) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const said = declaredStage(row)
	const time = said && formats.time(said.at, now)
	return (
		<>
			<b>{said?.stage ?? '–'}</b>
			{said?.stage === null && <small>{t('values.stageNone')}</small>}
			<small>{said ? [said.by, time].filter((part) => part !== undefined).join(', ') : t('gauges.notDeclared')}</small>
			{said && row.fields.stageReason && (
				<small>
					<bdi>{row.fields.stageReason}</bdi>
				</small>
			)}
		</>
	)
}

type RangeProps = { readonly stage: Stage | undefined; readonly stages: readonly Stage[] }

function ProposedRange({ stage, stages }: RangeProps) {
	const formats = useFormats()
	if (!stage) return null
	const next = stages.find(({ from }) => from > stage.from)
	return (
		<small>
			{formats.figure(stage.from, 2)}
			{next ? `–${formats.figure(next.from, 2)}` : '+'} m NHN
		</small>
	)
}

const CM = 100

type WhyProps = { readonly proposal: ReturnType<typeof stageProposal>; readonly lowest: Stage | undefined }

function Why({ proposal, lowest }: WhyProps) {
	const t = useTranslations('gauges')
	const formats = useFormats()
	if (!proposal) return <p>{t('noStage', { level: formats.figure(lowest?.from ?? 0, 2) })}</p>
	const { stage, level, from } = proposal
	return (
		<p>
			{t(from === 'forecast' ? 'proposalWhy' : 'proposalWhyLevel', {
				level: formats.figure(level, 2),
				cm: formats.figure((level - stage.from) * CM),
				line: formats.figure(stage.from, 2),
			})}
		</p>
	)
}

/** What the city does from the proposed stage on. */
function Measures({ stage }: { readonly stage: Stage | undefined }) {
	const t = useTranslations('gauges')
	const { language } = useFormats()
	if (!stage?.measures) return null
	return (
		<p>
			<strong>{t('measures', { stage: stage.stage })}</strong> <bdi>{stage.measures[language]}</bdi>
		</p>
	)
}

function Surge({ gauge, scale }: { readonly gauge: GaugeView; readonly scale: GaugeScale }) {
	const t = useTranslations('gauges')
	const formats = useFormats()
	const now = useNow(10_000)
	const proposal = surgeProposal(gauge, scale, now)
	if (!proposal || scale.mhw === undefined) return null
	return (
		<p>
			{t('surge', {
				name: proposal.surge.name[formats.language],
				above: formats.figure(proposal.level - scale.mhw, 2),
				mhw: formats.figure(scale.mhw, 2),
			})}
		</p>
	)
}

function Lines({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(60_000)
	const waterAt = useWaterAt()
	const { stages } = useScale(gauge.row.id)
	if (stages.length === 0) return null
	return (
		<>
			<h3>{t('gates.cols.water')}</h3>
			<ul className={styles.expected}>
				{stages.map(({ stage, from }) => {
					const water = waterAt(from)
					return (
						<li key={stage}>
							<span>
								<strong>{formats.figure(from, 2)}</strong> m, {t('gauges.stage', { stage })}
							</span>
							<span className={styles.muted}>
								{water.state === 'at' && (
									<>
										{formats.time(water.at, now)}, {t('figures.peakIn', { span: formats.span(water.at - now) })}
									</>
								)}
								{water.state === 'reached' && t('gates.reached')}
								{water.state === 'free' && t('gauges.notExpected')}
								{water.state === 'unknown' && t('gates.unknownWater')}
							</span>
						</li>
					)
				})}
			</ul>
		</>
	)
}
