import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleLetter } from '#contract/testing/sample-letter.js';
import { RoutingController } from '../../../apps/gateway/src/http/routing.controller.js';
import { GatewayUnderTest } from './gateway-under-test.js';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
}, 60_000);

describe('the HTTP door', () => {
  it('is alive, ready and counted', async () => {
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${gateway.url}/health/ready`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('mf_amqp_consumer_up');
  });

  it('serves the contract', async () => {
    const schema = (await (await fetch(`${gateway.url}/schema/letter.v1.json`)).json()) as { required: string[] };
    expect(schema.required).toContain('letterId');
    const asyncApi = (await (await fetch(`${gateway.url}/asyncapi.json`)).json()) as { asyncapi: string };
    expect(asyncApi.asyncapi).toBe('3.0.0');
  });

  it('asks for a token, in problem details', async () => {
    const answer = await fetch(`${gateway.url}/v1/letters`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sampleLetter()),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      type: 'https://meldingsformidler.no/problems/token-missing',
      status: 401,
    });
  });

  it('answers in problem details where there is nothing', async () => {
    const answer = await fetch(`${gateway.url}/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: 'https://meldingsformidler.no/problems/not-found' });
  });

  it.each([
    ['a letter that is past its time', { expiresAt: '2020-01-01T00:00:00Z' }, { outcome: 'fail', rule: 'EXPIRED' }],
    ['an invalid letter', { title: '' }, { outcome: 'reject', errors: [{ field: 'title', code: 'TOO_SHORT' }] }],
  ])('previews %s without asking a register', async (_, changes, expected) => {
    const body = Buffer.from(JSON.stringify(sampleLetter(changes)));
    const preview = gateway.app.get(RoutingController);
    expect(await preview.preview(body, { consumer: '313000001' })).toMatchObject(expected);
  });
});
