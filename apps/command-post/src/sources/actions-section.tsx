import type { CheckReport, FeedCommand } from '@lagebild/model/feeds-protocol.ts'
import { readIso } from '@lagebild/model/time.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { spanText } from '@lagebild/ui/formats.ts'
import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Check, Minus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { ConfirmDialog } from '../access/confirm-dialog.tsx'
import { RefusalText } from '../access/refusal-text.tsx'
import { useAct } from '../access/use-remote.ts'
import { useNow } from '../state/react.ts'
import { store } from '../state/store.ts'
import { command } from './api.ts'
import type { Source } from './standing.ts'
import { useAffected } from './state-box.tsx'
import { PATIENCE_S, useCheck } from './use-check.ts'
import type { Checking } from './use-check.ts'

import styles from './sources.module.css'

type Type = FeedCommand['type']

/** Where the chain breaks, and what can be done about it. */
export function ActionsSection({ source }: { readonly source: Source }) {
	const t = useTranslations('sourceDetail')
	const { feed } = source
	const checking = useCheck(feed.id, feed.may.inspect)
	return (
		<>
			<section className={styles.section} aria-label={t('chain')}>
				<div className={styles.sectionHead}>
					<h3>{t('chain')}</h3>
					<CheckedAt checking={checking} />
				</div>
				<Chain checking={checking} />
			</section>
			<section className={styles.section} aria-label={t('actions')}>
				{feed.may.handle ? <Actions source={source} checking={checking} /> : <p className={styles.muted}>{t('mayNot')}</p>}
			</section>
		</>
	)
}

function CheckedAt({ checking: { report, asked } }: { readonly checking: Checking }) {
	const t = useTranslations('sourceDetail')
	const formats = useFormats()
	const now = useNow(1_000)
	if (asked !== undefined) return <output>{t('checking', { seconds: Math.max(0, Math.floor((now - asked) / 1_000)) })}</output>
	const at = report && readIso(report.at)
	return <output>{at !== undefined && t('checkedAt', { time: formats.clock(at) })}</output>
}

function Chain({ checking: { report, late } }: { readonly checking: Checking }) {
	const t = useTranslations('sourceDetail')
	return (
		<>
			{late && <p className={styles.amber}>{t('noAnswer', { seconds: PATIENCE_S })}</p>}
			{report ? (
				<ul className={styles.chain}>
					{report.steps.map((step) => (
						<Step key={step.step} step={step} />
					))}
				</ul>
			) : (
				<p className={styles.muted}>
					{t('chainNone')} {t('chainNoneText')}
				</p>
			)}
		</>
	)
}

const ICONS = { ok: Check, failed: X, skipped: Minus } as const

/** Most steps take no second. */
function took(ms: number): string {
	return ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : spanText(ms)
}

function Step({ step: { step, outcome, ms, text } }: { readonly step: CheckReport['steps'][number] }) {
	const t = useTranslations('sourceDetail')
	const Icon = ICONS[outcome]
	const said = text === '' ? t(`outcome.${outcome}`) : text
	return (
		<li className={styles.step} data-outcome={outcome}>
			<Icon size={16} aria-hidden />
			<HiddenText>{t(`outcome.${outcome}`)}</HiddenText>
			<span className={styles.stepName}>{t(`steps.${step}`)}</span>
			<bdi className={styles.stepText}>{[said, ms === null || outcome === 'skipped' ? '' : took(ms)].filter(Boolean).join(', ')}</bdi>
		</li>
	)
}

type ActionsProps = { readonly source: Source; readonly checking: Checking }
type Told = { readonly type: Type; readonly at: number }

function Actions({ source, checking }: ActionsProps) {
	const t = useTranslations('sourceDetail')
	const formats = useFormats()
	const { busy, refusal, act } = useAct()
	const [told, setTold] = useState<Told>()
	const [pausing, setPausing] = useState(false)
	const { feed, standing } = source
	const note = (type: Type) => setTold({ type, at: store.getState().now })
	const tell = async (type: Type) => {
		if (await act(() => command(feed.id, type))) note(type)
	}
	return (
		<>
			<div className={styles.actions}>
				<Button look="primary" isDisabled={checking.asked !== undefined} onPress={checking.ask}>
					{t('check')}
				</Button>
				{(['poll-now', 'reconnect'] as const)
					.filter((type) => isOffered(type, feed))
					.map((type) => (
						<Button key={type} isDisabled={busy} onPress={() => void tell(type)}>
							{t(type)}
						</Button>
					))}
				<span className={styles.push}>
					{standing === 'paused' ? (
						<Button isDisabled={busy} onPress={() => void tell('resume')}>
							{t('resume')}
						</Button>
					) : (
						<Button look="danger" onPress={() => setPausing(true)}>
							{t('pause')}
						</Button>
					)}
				</span>
			</div>
			<output className={styles.muted}>{told && t('told', { action: t(told.type), time: formats.clock(told.at) })}</output>
			<RefusalText refusal={refusal ?? checking.refusal} />
			<PauseDialog source={source} open={pausing} onClose={() => setPausing(false)} onDone={() => note('pause')} />
		</>
	)
}

const ASKED: ReadonlySet<string | null> = new Set(['poll', 'file', null])

/** Nobody asks a source that speaks by itself, and nobody connects to one that calls us. */
function isOffered(type: 'poll-now' | 'reconnect', { transport }: Source['feed']): boolean {
	return type === 'poll-now' ? ASKED.has(transport) : transport !== 'webhook' && transport !== 'file'
}

type PauseProps = { readonly source: Source; readonly open: boolean; readonly onClose: () => void; readonly onDone: () => void }

/** Says what grows old with it. */
function PauseDialog({ source: { feed }, open, onClose, onDone }: PauseProps) {
	const t = useTranslations('sourceDetail')
	const { things } = useAffected(feed.id)
	const wish = {
		title: t('pauseTitle', { name: feed.name }),
		text: t('pauseText', { things }),
		submit: t('pause'),
		work: () => command(feed.id, 'pause'),
	}
	const done = () => {
		onClose()
		onDone()
	}
	return <ConfirmDialog wish={open ? wish : undefined} onClose={onClose} onDone={done} />
}
