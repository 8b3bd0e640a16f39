import { formatPriority } from '@lagebild/model/priority.ts'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { useTranslations } from 'use-intl'

import { Stepper } from '../crew/stepper.tsx'
import { GATE_STATES, levelOf, PEOPLE, PRIORITIES, ROAD_STATES, SEVERITIES } from './draft.ts'
import type { ReportType } from './draft.ts'
import { Step, Tile } from './step.tsx'
import type { StepProps } from './type-step.tsx'

import styles from './report.module.css'

const QUESTIONS: Partial<Record<ReportType, 'state' | 'people' | 'urgency'>> = {
	gate: 'state',
	road: 'state',
	casualties: 'people',
	need: 'urgency',
}

/** How bad it is, in the words of its type. */
export function LevelStep(props: StepProps) {
	const t = useTranslations('report')
	const { draft } = props
	return (
		<Step title={t(draft.type ? (QUESTIONS[draft.type] ?? 'bad') : 'bad')} done={levelOf(draft) !== undefined}>
			<div className={styles.levels}>
				<Levels {...props} />
			</div>
			{draft.type === 'casualties' && (
				<Stepper label={t('count')} value={draft.count ?? 0} onChange={(count) => props.set({ ...draft, count })} />
			)}
		</Step>
	)
}

function Levels({ draft, set }: StepProps) {
	const t = useTranslations()
	switch (draft.type) {
		case 'gate':
			return GATE_STATES.map((gate) => (
				<Tile key={gate} label={t(`words.gate.${gate}`)} chosen={draft.gate === gate} onPress={() => set({ ...draft, gate })}>
					<GateGlyph state={gate} size={28} />
				</Tile>
			))
		case 'road':
			return ROAD_STATES.map((road) => (
				<Tile key={road} label={t(`report.road.${road}`)} chosen={draft.road === road} onPress={() => set({ ...draft, road })} />
			))
		case 'casualties':
			return PEOPLE.map((people) => (
				<Tile key={people} label={t(`report.who.${people}`)} chosen={draft.people === people} onPress={() => set({ ...draft, people })} />
			))
		case 'need':
			return PRIORITIES.map((priority) => (
				<Tile
					key={priority}
					label={formatPriority(priority)}
					chosen={draft.priority === priority}
					onPress={() => set({ ...draft, priority })}
				/>
			))
		default:
			return SEVERITIES.map((severity) => (
				<Tile
					key={severity}
					label={t(`words.severity.${severity}`)}
					chosen={draft.severity === severity}
					onPress={() => set({ ...draft, severity })}
				>
					<SeverityMark level={severity} size={32} silent />
				</Tile>
			))
	}
}
