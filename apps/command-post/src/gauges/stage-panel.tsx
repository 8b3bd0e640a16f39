import { ST_PAULI_STAGES } from '@lagebild/model/gauge.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { ScrollBox } from '../frame/scroll-box.tsx'
import { stageProposal } from '../select/gauges.ts'
import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { useNow, usePicture } from '../state/react.ts'
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
				{reference && <Lines />}
			</div>
		</ScrollBox>
	)
}

function Proposal({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations('gauges')
	const now = useNow(10_000)
	const proposal = stageProposal(gauge, now)
	return (
		<>
			<div className={styles.stagePair}>
				<div className={styles.stageBox}>
					<small>{t('declared')}</small>
					<b>–</b>
					<small>{t('notDeclared')}</small>
				</div>
				<div className={styles.stageBox} data-proposed>
					<small>{t('proposed')}</small>
					<b>{proposal?.stage ?? '–'}</b>
					<ProposedRange stage={proposal?.stage} />
				</div>
			</div>
			<Why gauge={gauge} proposal={proposal} />
			<p className={styles.muted}>{t('declareRule')}</p>
		</>
	)
}

function ProposedRange({ stage }: { readonly stage: number | undefined }) {
	const formats = useFormats()
	const index = ST_PAULI_STAGES.findIndex((line) => line.stage === stage)
	const line = ST_PAULI_STAGES[index]
	if (!line) return null
	const next = ST_PAULI_STAGES[index + 1]
	return (
		<small>
			{formats.figure(line.from, 2)}
			{next ? `–${formats.figure(next.from, 2)}` : '+'} m NHN
		</small>
	)
}

const CM = 100

function Why({ gauge, proposal }: { readonly gauge: GaugeView; readonly proposal: ReturnType<typeof stageProposal> }) {
	const t = useTranslations('gauges')
	const formats = useFormats()
	const line = ST_PAULI_STAGES.find(({ stage }) => stage === proposal?.stage)
	const level = proposal?.from === 'forecast' ? gauge.forecast?.level : gauge.level
	if (!proposal || !line || level === undefined) return <p>{t('noStage')}</p>
	return (
		<p>
			{t(proposal.from === 'forecast' ? 'proposalWhy' : 'proposalWhyLevel', {
				level: formats.figure(level, 2),
				cm: formats.figure((level - line.from) * CM),
				line: formats.figure(line.from, 2),
			})}
		</p>
	)
}

function Lines() {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(60_000)
	const waterAt = useWaterAt()
	return (
		<>
			<h3>{t('gates.cols.water')}</h3>
			<ul className={styles.expected}>
				{ST_PAULI_STAGES.map(({ stage, from }) => {
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
