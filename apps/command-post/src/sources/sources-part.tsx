import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { CircleX, Plus, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { useTranslations } from 'use-intl'

import { useRefusalWords } from '../access/refusal-text.tsx'
import { goTo } from '../state/actions.ts'
import type { ListedOperation } from '../state/facts.ts'
import { store } from '../state/store.ts'
import { LoadingRows } from './loading-rows.tsx'
import { useSelectedFeed } from './selected.ts'
import { SourceDetail } from './source-detail.tsx'
import { SourcesTable } from './sources-table.tsx'
import { countsOf, isFound, toneOf } from './standing.ts'
import type { Source, Standing } from './standing.ts'
import { useHistories } from './use-sources.ts'
import type { Sources } from './use-sources.ts'
import { StandingIcon, useWay } from './words.tsx'

import styles from './sources.module.css'

type Props = { readonly operation: ListedOperation; readonly sources: Sources; readonly grant: Grant }

export function SourcesPart({ operation, sources, grant }: Props) {
	const selected = useSelectedFeed()
	const histories = useHistories(sources.list)
	const chosen = sources.list.find(({ feed }) => feed.id === selected)
	return (
		<div className={styles.split} data-detail={chosen !== undefined}>
			<section className={styles.side}>
				<List sources={sources} histories={histories} />
			</section>
			{chosen && (
				<SourceDetail key={chosen.feed.id} source={chosen} history={histories.get(chosen.feed.id)} operation={operation} grant={grant} />
			)}
		</div>
	)
}

type ListProps = { readonly sources: Sources; readonly histories: ReturnType<typeof useHistories> }

function List({ sources, histories }: ListProps) {
	const t = useTranslations('sources')
	const [search, setSearch] = useState('')
	const way = useWay()
	const { list, remote } = sources
	if (!remote.value) return <NotLoaded sources={sources} />
	const found = list.filter((source) => isFound(source, search, [t(`standing.${source.standing}`), way(source.feed)]))
	return (
		<>
			<div className={styles.head}>
				<h2>{t('title')}</h2>
				<Summary list={list} />
				<SearchInput value={search} onChange={setSearch} />
				<Button look="primary" onPress={() => goTo('zuordnung')}>
					<Plus size={16} aria-hidden />
					{t('connect')}
				</Button>
			</div>
			<Stale sources={sources} />
			<Found found={found} hidden={list.length - found.length} histories={histories} onReset={() => setSearch('')} />
			{sources.elsewhere > 0 && <p className={styles.foot}>{t('elsewhere', { count: sources.elsewhere })}</p>}
		</>
	)
}

type FoundProps = Pick<ListProps, 'histories'> & {
	readonly found: readonly Source[]
	readonly hidden: number
	readonly onReset: () => void
}

function Found({ found, hidden, histories, onReset }: FoundProps) {
	const t = useTranslations('sources')
	if (found.length > 0) return <SourcesTable list={found} histories={histories} />
	if (hidden > 0)
		return (
			<Notice title={t('noMatch')} action={<Button onPress={onReset}>{t('reset')}</Button>}>
				{t('noMatchText', { count: hidden })}
			</Notice>
		)
	return (
		<Notice title={t('none')} action={<Button onPress={() => goTo('zuordnung')}>{t('first')}</Button>}>
			{t('noneText')}
		</Notice>
	)
}

const SUMMARY = ['cut', 'silent', 'failing', 'late', 'limited', 'waiting', 'paused', 'off'] as const satisfies readonly Standing[]

function Summary({ list }: { readonly list: readonly Source[] }) {
	const t = useTranslations('sources')
	const formats = useFormats()
	const { byStanding, perMinute } = countsOf(list)
	const shown = (['runs', ...SUMMARY] as const).filter((standing) => (byStanding.get(standing) ?? 0) > 0)
	return (
		<output className={styles.summary}>
			{shown.map((standing) => (
				<span key={standing} className={styles.standing} data-tone={toneOf(standing)}>
					<StandingIcon standing={standing} />
					{t(`counts.${standing}`, { count: byStanding.get(standing) ?? 0 })}
				</span>
			))}
			{list.length > 0 && <span className={styles.muted}>{t('perMinute', { rate: formats.figure(perMinute) })}</span>}
		</output>
	)
}

/** `/` leads here while the page of the sources is open. */
function useSearchKey(input: RefObject<HTMLInputElement | null>): void {
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			const { key, target, ctrlKey, metaKey, altKey } = event
			const types = target instanceof HTMLElement && target.matches('input, textarea, select, [role="dialog"] *')
			if (key !== '/' || types || ctrlKey || metaKey || altKey || !store.getState().preferences.keys) return
			event.preventDefault()
			input.current?.focus()
		}
		document.addEventListener('keydown', onKey)
		return () => document.removeEventListener('keydown', onKey)
	}, [input])
}

function SearchInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
	const t = useTranslations('sources')
	const input = useRef<HTMLInputElement>(null)
	useSearchKey(input)
	return (
		<search className={styles.search}>
			<Search size={16} aria-hidden />
			<input
				ref={input}
				type="search"
				value={value}
				placeholder={t('search')}
				aria-label={t('searchLabel')}
				aria-keyshortcuts="/"
				onChange={({ target }) => onChange(target.value)}
			/>
		</search>
	)
}

/** What is shown is from before: since when. */
export function Stale({ sources: { remote, at } }: Pick<ListProps, 'sources'>): ReactNode {
	const t = useTranslations('sources')
	const formats = useFormats()
	if (!remote.refusal || at === undefined) return null
	return (
		<output className={styles.stale}>
			<CircleX size={16} aria-hidden />
			{t('stale', { time: formats.clock(at) })}
			<Button size="row" onPress={() => void remote.reload()}>
				{t('retry')}
			</Button>
		</output>
	)
}

/** Nothing was ever told: not yet, or not to be had. */
export function NotLoaded({ sources: { remote } }: Pick<ListProps, 'sources'>) {
	const t = useTranslations('sources')
	const words = useRefusalWords()
	if (!remote.refusal) return <LoadingRows label={t('loading')} />
	return (
		<div role="alert">
			<Notice
				icon={<CircleX size={20} className={styles.lost} aria-hidden />}
				title={t('failed')}
				action={<Button onPress={() => void remote.reload()}>{t('retry')}</Button>}
			>
				{words(remote.refusal)}
			</Notice>
		</div>
	)
}
