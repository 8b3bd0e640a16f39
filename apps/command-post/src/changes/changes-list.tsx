import type { StaffFunction } from '@lagebild/model/access/functions.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { useState } from 'react'
import { useMessages, useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { thingNow } from '../select/now.ts'
import { select, setView } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { currentOperation } from '../state/follow.ts'
import { useNow, usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { useChanges } from './changes.ts'
import type { Change, Changes } from './changes.ts'
import { lookedAt, markLooked } from './looked.ts'
import type { Looker } from './looked.ts'
import { GROUPS, groupOf, sentenceOf } from './sentence.ts'
import type { Group } from './sentence.ts'
import { SincePicker } from './since-picker.tsx'
import { firstStart, offered, startAt, takenOver } from './since.ts'
import type { Known, Start } from './since.ts'

import frame from '../frame/frame.module.css'
import styles from './changes.module.css'

/** In a replay it is compared anew after so much of the record. */
const REPLAY_STEP_MS = 300_000

/** What changed since somebody last looked, or since a time of their choice. */
export function ChangesList() {
	const operation = usePicture(currentOperation)
	return operation ? <ChangesOf key={operation.id} operation={operation.id} /> : null
}

function ChangesOf({ operation }: { readonly operation: OperationId }) {
	const t = useTranslations('changes')
	const now = useNow(1_000)
	const { looker, known, role } = useKnown(operation, now)
	const [start, setStart] = useState<Start>(() => firstStart(known))
	const { compared, refresh } = useChanges(
		operation,
		start.from,
		usePicture(({ replay, now: shown }) => replay && Math.floor(shown / REPLAY_STEP_MS) * REPLAY_STEP_MS),
	)
	const seen = (to: number) => {
		if (!store.getState().replay) markLooked(looker, to)
		setStart({ since: 'seen', from: to })
	}
	return (
		<div className={frame.scroll}>
			<SincePicker
				since={start.since}
				offered={offered(known)}
				from={start.from}
				role={role}
				onSince={(since) => setStart(startAt(since, known))}
				onTime={(from) => setStart({ since: 'chosen', from })}
			/>
			<div aria-live="polite">
				{compared.state === 'loading' && <p className={styles.waiting}>{t('loading')}</p>}
				{(compared.state === 'offline' || compared.state === 'failed') && (
					<Notice title={t(compared.state)} action={<Button onPress={refresh}>{t('refresh')}</Button>} />
				)}
			</div>
			{compared.state === 'loaded' && <Told changes={compared.changes} refresh={refresh} onSeen={() => seen(compared.changes.to)} />}
		</div>
	)
}

type Begin = { readonly looker: Looker; readonly known: Known; readonly role: StaffFunction | undefined }

/** What whoever sits here can begin from. */
function useKnown(operation: OperationId, now: number): Begin {
	const credential = usePicture(({ session }) => (session.state === 'in' ? session.grant.credential : ''))
	const functions = usePicture((facts) => currentOperation(facts)?.functions)
	const cut = usePicture((facts) => facts.cut)
	const looker = { operation, credential }
	const taken = takenOver(functions ?? [], credential)
	return { looker, known: { now, cut, handover: taken?.since, seen: lookedAt(looker) }, role: taken?.function }
}

type ToldProps = { readonly changes: Changes; readonly refresh: () => void; readonly onSeen: () => void }

function Told({ changes: { changes, total, more, from, erased }, refresh, onSeen }: ToldProps) {
	const t = useTranslations('changes')
	const formats = useFormats()
	const now = useNow(60_000)
	return (
		<>
			<div className={styles.actions}>
				<strong>{t('total', { count: total })}</strong>
				<Button size="row" onPress={refresh}>
					{t('refresh')}
				</Button>
				<Button size="row" onPress={onSeen}>
					{t('markSeen')}
				</Button>
			</div>
			{total === 0 && <Notice title={t('none', { time: formats.time(from, now) })}>{t('noneText')}</Notice>}
			{GROUPS.map((group) => (
				<ChangeGroup key={group} group={group} changes={changes.filter((change) => groupOf(change) === group)} />
			))}
			{more > 0 && <p className={styles.waiting}>{t('more', { count: more })}</p>}
			{erased && <p className={styles.waiting}>{t('erased')}</p>}
		</>
	)
}

/** Of each group at first. */
const FIRST = 20

function ChangeGroup({ group, changes }: { readonly group: Group; readonly changes: readonly Change[] }) {
	const t = useTranslations('changes')
	const [all, setAll] = useState(false)
	const first = group === 'measured' ? 5 : FIRST
	const shown = all ? changes : changes.slice(0, first)
	if (changes.length === 0) return null
	return (
		<section>
			<h3 className={styles.group}>
				{t(`groups.${group}`)} <span>{changes.length}</span>
			</h3>
			<ul>
				{shown.map((change) => (
					<li key={`${change.entity} ${change.change}`}>
						<ChangeLine change={change} />
					</li>
				))}
			</ul>
			{shown.length < changes.length && (
				<div className={styles.waiting}>
					<Button size="row" onPress={() => setAll(true)}>
						{t('all', { count: changes.length - shown.length })}
					</Button>
				</div>
			)}
		</section>
	)
}

/** A warning is told in the language of the page where it has one; the hub, which knows no page, tells German first. */
function titleIn(thing: Thing | undefined, language: string): string | undefined {
	return thing?.row.kind === 'warning' ? titleOf(thing.row, language) : undefined
}

function ChangeLine({ change }: { readonly change: Change }) {
	const formats = useFormats()
	const now = useNow(10_000)
	const { entity, severity, at } = change
	const title = usePicture((facts) => titleIn(thingNow(facts, entity), formats.language)) ?? change.title
	const open = () => {
		select(entity)
		setView({ narrowTab: 'map', sheet: 'full' })
	}
	return (
		<button type="button" className={styles.change} onClick={open}>
			<span className={styles.mark}>{severity !== undefined && <SeverityMark level={severity} size={20} />}</span>
			<bdi className={styles.name}>{title}</bdi>
			<span className={styles.at}>{formats.age(at, now)}</span>
			<span className={styles.sentence}>{sentenceOf(change, { words: useMessages(), formats, now })}</span>
		</button>
	)
}
