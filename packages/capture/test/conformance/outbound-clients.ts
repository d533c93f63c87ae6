import http from 'node:http';
import { text } from 'node:stream/consumers';
import { captureAxios } from '@whodid/capture/axios';
import { HttpClient } from '@whodid/capture/client';
import { captureFetch } from '@whodid/capture/fetch';
import { captureHttpClient } from '@whodid/capture/http-client';
import type { Recorder } from '@whodid/core';
import axios from 'axios';
import { request as undiciRequest } from 'undici';
import type { OutboundOptions } from '../../src/outbound/outbound-options.ts';

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** One way to make calls, with the capture that is for it. */
export interface OutboundClient {
  readonly name: string;
  /** Switches the capture on; gives back how to make a call, and how to stop. */
  start(recorder: Recorder, options?: OutboundOptions): Started;
}

export interface Started {
  /** A GET, or a POST of JSON if there is a body. */
  call(url: string, json?: string): Promise<Answer>;
  stop(): void;
}

const headers = { 'content-type': 'application/json' };

export const outboundClients: readonly OutboundClient[] = [
  {
    name: 'fetch',
    start: (recorder, options) => ({
      stop: captureFetch(recorder, options),
      call: async (url, json) => answerOf(await fetch(url, initOf(json))),
    }),
  },
  {
    name: 'undici.request',
    start: (recorder, options) => ({
      stop: captureFetch(recorder, options),
      async call(url, json) {
        const { statusCode, body } = await undiciRequest(url, initOf(json));
        return { statusCode, body: await body.text() };
      },
    }),
  },
  {
    name: 'node:http',
    start: (recorder, options) => ({
      stop: captureHttpClient(recorder, options),
      call: callNode,
    }),
  },
  {
    name: 'axios',
    start(recorder, options) {
      const instance = axios.create({
        validateStatus: () => true,
        responseType: 'text',
        transformResponse: (data) => data,
      });
      return {
        stop: captureAxios(instance, recorder, options),
        call: (url, json) => callAxios(instance, url, json),
      };
    },
  },
  {
    // All at once: still one entry for a call.
    name: 'axios with everything on',
    start(recorder, options) {
      const instance = axios.create({ validateStatus: () => true, responseType: 'text' });
      const stops = [
        captureHttpClient(recorder, options),
        captureFetch(recorder, options),
        captureAxios(instance, recorder, options),
      ];
      return {
        stop: () => stops.forEach((stop) => void stop()),
        call: (url, json) => callAxios(instance, url, json),
      };
    },
  },
  {
    name: 'HttpClient',
    start(recorder, options) {
      const client = new HttpClient(recorder, { serviceName: 'payments', ...options });
      return {
        stop: () => {},
        async call(url, json) {
          const answer = json === undefined ? client.get(url) : client.post(url, initOf(json));
          return answerOf(await answer);
        },
      };
    },
  },
  {
    name: 'HttpClient beside captureFetch',
    start(recorder, options) {
      const client = new HttpClient(recorder, { serviceName: 'payments', ...options });
      return {
        stop: captureFetch(recorder, options),
        call: async (url, json) => answerOf(await client.request(url, initOf(json))),
      };
    },
  },
];

function initOf(json: string | undefined): {
  method?: 'POST';
  body?: string;
  headers?: typeof headers;
} {
  return json === undefined ? {} : { method: 'POST', body: json, headers };
}

async function answerOf(response: Response): Promise<Answer> {
  return { statusCode: response.status, body: await response.text() };
}

function callNode(url: string, json?: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { method = 'GET', headers: sent = {} } = initOf(json);
  const request = http.request(url, { method, headers: sent }, (response) => {
    const statusCode = response.statusCode ?? 0;
    text(response).then((body) => resolve({ statusCode, body }), reject);
  });
  request.on('error', reject);
  request.end(json);
  return promise;
}

async function callAxios(
  instance: ReturnType<typeof axios.create>,
  url: string,
  json?: string,
): Promise<Answer> {
  const { method = 'GET', headers: sent = {} } = initOf(json);
  const response = await instance.request({
    url,
    method,
    headers: sent,
    ...(json === undefined ? {} : { data: json }),
  });
  return { statusCode: response.status, body: String(response.data) };
}
