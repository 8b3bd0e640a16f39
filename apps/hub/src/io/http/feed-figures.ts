import { fault } from '@lagebild/model/fault.ts'
import { CheckReport, FeedSample, FeedVitals } from '@lagebild/model/feeds-protocol.ts'
import type { VitalsAnswer } from '@lagebild/model/feeds-protocol.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { RequestHandler } from 'express'

import { MOST_SAMPLE } from '../../feeds/desk.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { bodyAs, knownFeed, mayInspect, ownFeed } from './feed-access.ts'

/** What an ingest tells of its feed beside the picture. Kept in memory: it is said again within seconds. */
export function postVitals(context: HubContext): RequestHandler {
	return ownFeed(context, async (call) => {
		const vitals = await bodyAs(call, FeedVitals)
		if (!vitals.ok) sendFault(call.response, vitals.fault)
		else if (!reaches(call.grant, vitals.value.operation)) sendFault(call.response, fault('unknown-operation'))
		else {
			context.feeds.tellVitals(call.feed, vitals.value)
			call.response.json({ sample: context.feeds.sampleOf(call.feed) !== undefined } satisfies VitalsAnswer)
		}
	})
}

export function postSample(context: HubContext): RequestHandler {
	return ownFeed(context, async (call) => {
		const sample = await bodyAs(call, FeedSample)
		if (!sample.ok) sendFault(call.response, sample.fault)
		else if (JSON.stringify(sample.value).length > MOST_SAMPLE)
			sendFault(call.response, fault('too-large', `a sample has at most ${MOST_SAMPLE} bytes`))
		else {
			context.feeds.tellSample(call.feed, sample.value)
			call.response.status(204).end()
		}
	})
}

export function postCheck(context: HubContext): RequestHandler {
	return ownFeed(context, async (call) => {
		const report = await bodyAs(call, CheckReport)
		if (!report.ok) {
			sendFault(call.response, report.fault)
			return
		}
		context.feeds.tellCheck(call.feed, report.value)
		call.response.status(204).end()
	})
}

export function getSample(context: HubContext): RequestHandler {
	return knownFeed(context, mayInspect, ({ feed, response }) => {
		const sample = context.feeds.sampleOf(feed)
		if (sample) response.json(sample)
		else sendFault(response, fault('not-found', 'nothing came yet that was understood'))
	})
}

export function getCheck(context: HubContext): RequestHandler {
	return knownFeed(context, mayInspect, ({ feed, response }) => {
		const report = context.feeds.checkOf(feed)
		if (report) response.json(report)
		else sendFault(response, fault('not-found', 'nobody asked for a check, or it is under way'))
	})
}

export function getFeedHistory(context: HubContext): RequestHandler {
	return knownFeed(context, mayInspect, ({ feed, response }) => {
		response.json(context.feeds.historyOf(feed))
	})
}
