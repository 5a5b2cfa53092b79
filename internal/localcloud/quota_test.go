package localcloud_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestBalancerQuotas(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{
		ALBsPerRegion: 2, NLBsPerRegion: 1, ListenersPerLoadBalancer: 2, CertificatesPerListener: 1, TargetGroupsPerALB: 2, TargetsPerNLBZone: 1,
	}})
	n := w.aws.network("hub", 0, 2)
	f := w.front(n, "web")
	second := w.aws.create(tLoadBalancer, "second", alb(n))
	w.aws.refuses("TooManyLoadBalancers", tLoadBalancer, "third", alb(n))
	w.aws.create(tLoadBalancer, "inner", nlb(n, "10.0.0.10", "10.0.1.10"))
	w.aws.refuses("TooManyLoadBalancers", tLoadBalancer, "inner2", nlb(n, "10.0.0.11", "10.0.1.11"))
	require.NoError(t, w.aws.delete(second))

	const certificate = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-12345678901"
	tls := w.aws.create(tListener, "tls", props{
		"loadBalancerArn": f.lb.ID, "port": 443, "protocol": "HTTPS", "certificateArn": certificate + "0", "defaultActions": forward(f.group),
	})
	w.aws.refuses("TooManyListeners", tListener, "more", props{"loadBalancerArn": f.lb.ID, "port": 81, "protocol": "HTTP", "defaultActions": forward(f.group)})
	const further = "aws:lb/listenerCertificate:ListenerCertificate"
	w.aws.create(further, "one", props{"listenerArn": tls.ID, "certificateArn": certificate + "1"})
	w.aws.refuses("TooManyCertificates", further, "two", props{"listenerArn": tls.ID, "certificateArn": certificate + "2"})

	rule := func(n int, g resource) props {
		return props{
			"listenerArn": tls.ID, "priority": n, "actions": forward(g), "conditions": []any{props{"pathPattern": props{"values": []any{fmt.Sprint("/", n)}}}},
		}
	}
	w.aws.create(tRule, "a", rule(1, w.aws.create(tTargetGroup, "a", group(n, "HTTP", 81))))
	w.aws.create(tRule, "again", rule(2, f.group))
	w.aws.refuses("TooManyUniqueTargetGroupsPerLoadBalancer", tRule, "b", rule(3, w.aws.create(tTargetGroup, "b", group(n, "HTTP", 82))))

	tcp := w.aws.create(tTargetGroup, "tcp", group(n, "TCP", 80))
	w.aws.create(tTarget, "first", props{"targetGroupArn": tcp.ID, "targetId": "10.0.0.20"})
	w.aws.refuses("TooManyTargets", tTarget, "second", props{"targetGroupArn": tcp.ID, "targetId": "10.0.0.21"})
}

// TestManyAtOnce works as the engine does: many calls at a time, over one
// connection.
func TestManyAtOnce(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	errs := make(chan error)
	for i := range 50 {
		go func() {
			_, err := w.aws.try(tTargetGroup, fmt.Sprint("g", i), group(n, "TCP", 80))
			errs <- err
		}()
		go func() {
			_, err := w.aws.try(tIngressRule, "same", props{"securityGroupId": n.group.ID, "ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8"})
			errs <- err
		}()
	}
	refused := 0
	for range 100 {
		if err := <-errs; err != nil {
			require.ErrorContains(t, err, "InvalidPermission.Duplicate")
			refused++
		}
	}
	require.Equal(t, 49, refused, "one of fifty equal rules is made")
}

func TestElasticIPQuota(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{ElasticIPsPerRegion: 1}})
	const typ = "aws:ec2/eip:Eip"
	first := w.aws.create(typ, "nat", props{"domain": "vpc"})
	w.aws.refuses("AddressLimitExceeded", typ, "second", props{"domain": "vpc"})
	require.NoError(t, w.aws.delete(first))
	w.aws.create(typ, "second", props{"domain": "vpc"})
}
