import type { Assignment, StaffFunction } from '@lagebild/model/access/functions.ts'
import { FUNCTIONS } from '@lagebild/model/access/functions.ts'
import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import type { ListedOperation } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { FunctionDialog } from './function-dialog.tsx'
import type { Post } from './function-dialog.tsx'
import { Section } from './listing.tsx'

import styles from './access.module.css'

const SINGLE = FUNCTIONS.filter((one) => one !== 'section-leader').toSorted((a, b) => orderOf(a) - orderOf(b))

/** Command first, then S1 to S6. */
function orderOf(one: StaffFunction): number {
	return one === 'leader' ? -1 : FUNCTIONS.indexOf(one)
}

/** Every function of this operation with who fills it; the vacant ones, too. */
export function FunctionsSection({ grant, operation }: { readonly grant: Grant; readonly operation: ListedOperation }) {
	const t = useTranslations('functions')
	const [post, setPost] = useState<Post>()
	const may = hasDutyIn(grant, 'functions', operation)
	const open = operation.state === 'open'
	const held: readonly Assignment[] = operation.functions
	const posts: readonly Post[] = [
		...SINGLE.map((one) => ({ function: one, held: held.find((assignment) => assignment.function === one) })),
		...held.flatMap((assignment) =>
			assignment.function === 'section-leader' ? [{ function: assignment.function, held: assignment }] : [],
		),
	]
	return (
		<Section title={t('title')} text={t('text', { operation: operation.name })}>
			{!open && <p className={styles.amber}>{t('closed')}</p>}
			<ul className={styles.list}>
				{posts.map((one) => (
					<Item key={`${one.function} ${one.held?.section ?? ''}`} post={one} onAssign={may && open ? () => setPost(one) : undefined} />
				))}
			</ul>
			{may && open && (
				<div className={styles.actions}>
					<Button onPress={() => setPost({ function: 'section-leader', held: undefined })}>{t('addSectionLeader')}</Button>
				</div>
			)}
			<FunctionDialog post={post} operation={operation} onClose={() => setPost(undefined)} />
		</Section>
	)
}

type ItemProps = { readonly post: Post; readonly onAssign: (() => void) | undefined }

function Item({ post, onAssign }: ItemProps) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { held } = post
	const section = usePicture(({ content }) => (held?.section === undefined ? undefined : content.things.get(held.section)))
	const name = t(`functions.names.${post.function}`)
	const action = t(held ? 'functions.change' : 'functions.assign')
	return (
		<li className={styles.item}>
			<span className={styles.itemHead}>
				<span className={styles.strong}>{name}</span>
				{held?.section !== undefined && <bdi>{section ? titleOf(section.row, formats.language) : held.section}</bdi>}
			</span>
			<span className={styles.facts}>
				{held ? <bdi>{held.name}</bdi> : <span>{t('functions.vacant')}</span>}
				{held && <span>{t('functions.since', { time: formats.time(held.since, now) })}</span>}
			</span>
			{onAssign && (
				<span className={styles.itemActions}>
					<Button size="row" label={t('access.of', { action, name })} onPress={onAssign}>
						{action}
					</Button>
				</span>
			)}
		</li>
	)
}
