import { listOf } from '@lagebild/feeds/master-data/lists.ts'
import { templateCsv } from '@lagebild/feeds/master-data/template.ts'
import { hasDuty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import {
	FileName,
	MASTER_DATA_LISTS,
	MasterDataList,
	MasterDataMapping,
	MasterDataRequest,
	MAX_MASTER_DATA_BYTES,
} from '@lagebild/model/master-data.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { Request, RequestHandler, Response } from 'express'
import * as z from 'zod'

import { importMasterData } from '../../master-data/import.ts'
import { ImportTurn } from '../../master-data/turn.ts'
import type { RunningOperation } from '../../running.ts'
import { readBytesOf, readLargeBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readQuery } from './query.ts'
import { authenticated, parameter, sendResult, writingIn } from './route.ts'

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true')
/** Base64 makes three bytes four, and the mapping stands beside it. */
const MAX_JSON_BYTES = Math.ceil((MAX_MASTER_DATA_BYTES * 4) / 3) + 100_000

const MappingText = z
	.string()
	.max(10_000)
	.transform((text, context): unknown => {
		try {
			return JSON.parse(text)
		} catch {
			context.addIssue({ code: 'custom', message: 'must be JSON' })
			return z.NEVER
		}
	})
	.pipe(MasterDataMapping)

const Common = { dryRun: Flag.default(false), language: z.enum(['de', 'en']).default('de') }
const JsonQuery = z.strictObject(Common)
/** For bytes as they are: what a JSON body says beside them. */
const RawQuery = z.strictObject({
	...Common,
	list: MasterDataList,
	mapping: MappingText.optional(),
	file: FileName.optional(),
	endMissing: Flag.default(false),
	confirmMissing: Flag.default(false),
})

type Wanted = {
	readonly bytes: Uint8Array
	readonly request: Pick<MasterDataRequest, 'list' | 'mapping' | 'file' | 'endMissing' | 'confirmMissing'>
	readonly dryRun: boolean
	readonly language: 'de' | 'en'
}

/** Lists are kept by those who keep the picture; systems have feeds. */
function mayImport({ role, kinds }: Grant, list: MasterDataList): boolean {
	return hasDuty(role, 'master-data') && (kinds?.includes(listOf(list).kind) ?? true)
}

export function postMasterData(context: HubContext): RequestHandler {
	const turn = new ImportTurn()
	return writingIn(context, async ({ grant, running, request, response }) => {
		const wanted = await readWanted(request, response)
		if (!wanted.ok) {
			sendFault(response, wanted.fault)
			return
		}
		if (!mayImport(grant, wanted.value.request.list)) {
			sendFault(response, fault('not-allowed', `the role ${grant.role} brings in no master data`))
			return
		}
		const report = turn.take(() =>
			importMasterData({ ...wanted.value, ...aroundOf(context, running, grant), running, grant, now: context.now }),
		)
		if (report) sendResult(response, await report)
		else sendFault(response, fault('too-many-requests', 'other imports are waiting already'))
	})
}

/** What is shown together with an operation or a base. */
function aroundOf({ operations }: HubContext, { operation }: RunningOperation, grant: Grant) {
	const showing = operations.all().filter((one) => one.operation.state === 'open' && one.operation.bases.includes(operation.id))
	return {
		showing: showing.filter((one) => reaches(grant, one.operation.id)),
		basesOf: (one: RunningOperation) => one.operation.bases.flatMap((id) => operations.get(id) ?? []),
	}
}

async function readWanted(request: Request, response: Response): Promise<Result<Wanted>> {
	return /^application\/json\b/i.test(request.headers['content-type'] ?? '')
		? readJsonWanted(request, response)
		: readRawWanted(request, response)
}

async function readJsonWanted(request: Request, response: Response): Promise<Result<Wanted>> {
	const query = readQuery(request, JsonQuery)
	if (!query.ok) return query
	const body = await readLargeBody(request, response, MAX_JSON_BYTES)
	if (!body.ok) return body
	const read = MasterDataRequest.safeParse(body.value)
	if (!read.success) return fail(faultOf(read.error))
	const { csv, csvBase64, ...rest } = read.data
	const bytes = csv === undefined ? Buffer.from(csvBase64 ?? '', 'base64') : Buffer.from(csv, 'utf8')
	if (bytes.length > MAX_MASTER_DATA_BYTES) return fail(fault('too-large', `the file is larger than ${MAX_MASTER_DATA_BYTES} bytes`))
	return ok({ ...query.value, bytes: new Uint8Array(bytes), request: rest })
}

async function readRawWanted(request: Request, response: Response): Promise<Result<Wanted>> {
	if (!/^text\/csv\b/i.test(request.headers['content-type'] ?? '')) {
		return fail(fault('unsupported-type', 'the content type must be application/json or text/csv', 'content-type'))
	}
	const query = readQuery(request, RawQuery)
	if (!query.ok) return query
	const { dryRun, language, mapping, ...rest } = query.value
	if (mapping && mapping.list !== rest.list) return fail(fault('bad-query', 'the mapping is for another list', 'mapping'))
	const bytes = await readBytesOf(request, response, MAX_MASTER_DATA_BYTES)
	return bytes.ok ? ok({ dryRun, language, bytes: new Uint8Array(bytes.value), request: { ...rest, mapping } }) : bytes
}

/** Every list with its fields. */
export function getMasterDataLists(context: HubContext): RequestHandler {
	return authenticated(context, ({ response }) => {
		response.json(
			MASTER_DATA_LISTS.map((list) => {
				const { kind, fields } = listOf(list)
				return { list, kind, fields: fields.map(({ field, required = false, names }) => ({ field, required, names })) }
			}),
		)
	})
}

/** A file to fill in. */
export function getMasterDataTemplate(context: HubContext): RequestHandler {
	return authenticated(context, ({ request, response }) => {
		const list = MasterDataList.safeParse(parameter(request, 'list'))
		if (!list.success) sendFault(response, fault('not-found'))
		else {
			response.setHeader('content-disposition', `attachment; filename="stammdaten-${list.data}.csv"`)
			response.type('text/csv').send(templateCsv(list.data))
		}
	})
}
