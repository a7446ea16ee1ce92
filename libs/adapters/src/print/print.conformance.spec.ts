import { describeChannelConformance } from '#channels/testing/conformance.js';
import { dpiUnderTest } from '#dpi/testing/dpi-conformance.js';
import { DPI_PRINT_SUBJECT } from './testing/dpi-print.subject.js';
import { SFTP_UNDER_TEST } from './testing/sftp-under-test.js';

/** One channel, two vendors: what is promised for paper holds whoever prints. */
describeChannelConformance(SFTP_UNDER_TEST);
describeChannelConformance(dpiUnderTest(DPI_PRINT_SUBJECT));
