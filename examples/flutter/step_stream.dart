// Steps of the phone that runs this, from a Stepstream server.
// Packages: web_socket_channel (^3.0.0), sensors_plus (^6.0.0).
import 'dart:async';
import 'dart:convert';
import 'dart:math';

import 'package:sensors_plus/sensors_plus.dart';
import 'package:web_socket_channel/io.dart';
import 'package:web_socket_channel/web_socket_channel.dart';

/// Delivers samples over as many connections as it takes, each once.
class StepStream {
  StepStream(this.url, this.onSteps);

  /// Where the server is, such as ws://192.168.1.2:8000/ws/realtime
  final String url;

  /// Told the steps so far, whenever there are more.
  final void Function(int steps) onSteps;

  static const _batch = Duration(milliseconds: 100);
  // Left alone, sensors_plus delivers 5 Hz, which is too slow for steps.
  static const _rate = Duration(milliseconds: 20);
  static const _largestBatch = 250;
  static const _longestQueue = 6000;
  static const _reconnect = {1001, 1005, 1006, 1011, 1012, 1013};

  final _random = Random();
  final _queue = <Map<String, double>>[]; // samples that wait for their batch
  final _unanswered = <String>[]; // frames, in order, sent or to be sent again
  final _sensors = <StreamSubscription<void>>[];
  int _answered = 0; // frames of this session that are done with
  int _steps = 0; // of all sessions
  int _earlierSteps = 0; // of those before this one
  int _failures = 0;
  bool _open = false;
  bool _stopping = false;
  bool _stopSent = false;
  String? _token;
  WebSocketChannel? _channel;
  Timer? _timer;

  void start() {
    GyroscopeEvent? gyro;
    _sensors.add(gyroscopeEventStream(samplingPeriod: _rate).listen((event) => gyro = event));
    _sensors.add(accelerometerEventStream(samplingPeriod: _rate).listen((accel) {
      _queue.add({
        'timestamp': accel.timestamp.microsecondsSinceEpoch / 1e6,
        'accel_x': accel.x,
        'accel_y': accel.y,
        'accel_z': accel.z,
        if (gyro != null) ...{'gyro_x': gyro!.x, 'gyro_y': gyro!.y, 'gyro_z': gyro!.z},
      });
      if (_queue.length > _longestQueue) _queue.removeAt(0);
    }));
    _timer = Timer.periodic(_batch, (_) => _flush());
    _connect();
  }

  /// Delivers what waits, then ends the session.
  void stop() {
    for (final sensor in _sensors) {
      sensor.cancel();
    }
    _stopping = true;
  }

  void _connect() {
    final resume = _token == null ? '' : '${url.contains('?') ? '&' : '?'}resume=$_token';
    // A ping that is not answered shows that a link is dead.
    final channel = IOWebSocketChannel.connect(
      Uri.parse('$url$resume'),
      pingInterval: const Duration(seconds: 5),
      connectTimeout: const Duration(seconds: 10),
    );
    _channel = channel;
    channel.stream.listen(
      (data) => _receive(jsonDecode(data as String) as Map<String, dynamic>),
      onError: (Object _) {}, // a close follows
      onDone: () => _lost(channel.closeCode ?? 1006),
    );
  }

  void _lost(int code) {
    _open = false;
    if (_stopSent || !_reconnect.contains(code)) {
      _timer?.cancel();
      return;
    }
    final longest = min(30000, 500 * (1 << min(_failures++, 10)));
    Timer(Duration(milliseconds: _random.nextInt(longest)), _connect);
  }

  void _receive(Map<String, dynamic> message) {
    switch (message['type']) {
      case 'session_started':
        _greeted(message);
      case 'step_detection':
        _unanswered.removeAt(0);
        _answered++;
        _count(message['total_steps'] as int);
      case 'error':
        _unanswered.removeAt(0);
        _answered++;
    }
  }

  void _greeted(Map<String, dynamic> message) {
    _token = message['resume_token'] as String?;
    if (message['resumed'] == true) {
      // The session tells how many frames it has taken in; their answers were lost.
      final taken = message['total_requests'] as int;
      _unanswered.removeRange(0, taken - _answered);
      _answered = taken;
      _count(message['total_steps'] as int);
    } else {
      _answered = 0;
      _earlierSteps = _steps;
    }
    _failures = 0;
    _open = true;
    for (final frame in _unanswered) {
      _channel?.sink.add(frame);
    }
  }

  void _flush() {
    if (!_open || _stopSent) return;
    while (_queue.isNotEmpty) {
      final count = min(_queue.length, _largestBatch);
      final frame = jsonEncode({'samples': _queue.sublist(0, count)});
      _queue.removeRange(0, count);
      _unanswered.add(frame);
      _channel?.sink.add(frame);
    }
    if (_stopping && _unanswered.isEmpty) {
      _stopSent = true;
      _channel?.sink.add(jsonEncode({'action': 'stop'}));
    }
  }

  void _count(int totalOfSession) {
    final steps = _earlierSteps + totalOfSession;
    if (steps == _steps) return;
    _steps = steps;
    onSteps(steps);
  }
}
