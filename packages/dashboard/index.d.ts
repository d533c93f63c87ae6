/**
 * Absolute path of the directory with the built pages, without a slash at its end.
 *
 * It exists after `npm run build -w @whodid/dashboard`; a published package brings it along.
 */
export declare const dashboardDirectory: string;
